package dev.firstcome.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.testsupport.Eventually;
import dev.firstcome.user.UserService.Answer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tickets that open one stream, once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamTicketIT {
    private static final String PATH = "/api/messages/events";
    private static final String HEADER = "X-Internal-Stream-Ticket";

    private UserService service;
    private SignedTokens tokens;

    @BeforeAll
    void start(@TempDir Path keys) {
        service = new UserService(keys);
        tokens = new SignedTokens(service);
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    void aTicketOpensItsStreamOnce() {
        String ticket = ticketOf(access(newUser()));
        try (OpenStream first = withTicket(PATH, ticket)) {
            assertThat(first.status()).isEqualTo(200);
            refused(PATH, ticket);
        }
        refused(PATH, ticket);
    }

    @Test
    void aTicketThatIsExpiredOrOfAnotherPathOrForgedOpensNothing() {
        UUID user = newUser();

        refused(PATH, tokens.ticket(user, PATH, in(-10), in(300)));
        refused(PATH, tokens.ticket(user, "/api/notices/events", in(30), in(300)));
        refused("/api/messages", tokens.ticket(user, PATH, in(30), in(300)));
        refused(PATH, tokens.ticket(user, PATH, in(30), in(300)) + "A");
        refused(PATH, "nonsense");
        try (OpenStream good = withTicket(PATH, tokens.ticket(user, PATH, in(30), in(300)))) {
            assertThat(good.status()).isEqualTo(200);
        }
    }

    @Test
    void aTicketIsNoAccessTokenAndAnAccessTokenIsNoTicket() {
        String access = access(newUser());
        String ticket = ticketOf(access);

        refused(PATH, access);
        assertThat(service.me(ticket).status()).isEqualTo(401);
        assertThat(service.call("GET", "/api/messages", ticket, BodyPublishers.noBody())
                        .code())
                .isEqualTo("UNAUTHENTICATED");
        assertThat(ask(ticket, PATH).status()).isEqualTo(401);
        try (OpenStream inTheQuery = new OpenStream(service.request(PATH + "?access_token=" + access));
                OpenStream asTicket = new OpenStream(service.request(PATH + "?ticket=" + access))) {
            assertThat(List.of(inTheQuery.status(), asTicket.status())).containsOnly(401);
        }
    }

    @Test
    void aStreamOfATicketEndsWithTheAccessTokenForWhichItWasGiven() {
        try (OpenStream ended = withTicket(PATH, tokens.ticket(newUser(), PATH, in(30), in(-1)))) {
            assertThat(ended.status()).isEqualTo(200);
            Eventually.holds("the stream ends", Duration.ofSeconds(30), ended::ended);
            assertThat(ended.end()).isEqualTo("TOKEN_EXPIRED");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/api/users/me",
                "/internal/x/events",
                "/api/../internal/events",
                "/api/messages/events?x=1",
                "api/messages/events",
                "/api/%6dessages/events"
            })
    void ticketsAreForStreamsOnly(String path) {
        Answer answer = ask(access(newUser()), path);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("INVALID_FIELD");
    }

    @Test
    void aTicketIsGivenForAGoodAccessTokenOnly() {
        assertThat(ask(access(newUser()) + "A", PATH).status()).isEqualTo(401);
        assertThat(service.post("/api/stream-tickets", "{}").status()).isEqualTo(401);
        Answer answer = ask(access(newUser()), PATH);
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body().path("expiresIn").asInt()).isEqualTo(30);
    }

    @Test
    void theDocumentShowsBothCalls() {
        Answer document = service.call("GET", "/v3/api-docs", null, BodyPublishers.noBody());

        assertThat(document.body().path("paths").has("/api/stream-tickets")).isTrue();
        assertThat(document.body()
                        .path("paths")
                        .path(PATH)
                        .path("get")
                        .path("responses")
                        .path("200")
                        .path("content")
                        .has("text/event-stream"))
                .isTrue();
    }

    private void refused(String path, String ticket) {
        try (OpenStream stream = withTicket(path, ticket)) {
            assertThat(stream.status()).isEqualTo(401);
            assertThat(stream.refusal().code()).isEqualTo("TICKET_INVALID");
        }
    }

    /** As the gateway sends it. */
    private OpenStream withTicket(String path, String ticket) {
        HttpRequest.Builder request = service.request(path).header(HEADER, ticket);
        return new OpenStream(request);
    }

    private String ticketOf(String access) {
        return ask(access, PATH).text("ticket");
    }

    private Answer ask(String access, String path) {
        return service.call(
                "POST", "/api/stream-tickets", access, BodyPublishers.ofString("{\"path\":\"" + path + "\"}"));
    }

    private String access(UUID user) {
        return tokens.access(user, in(300));
    }

    private UUID newUser() {
        return service.part(BucketedIds.class).next();
    }

    private static Instant in(long seconds) {
        return Instant.ofEpochMilli(System.currentTimeMillis()).plusSeconds(seconds);
    }
}
