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

/** Stream tickets are single-use and valid for one path. */
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
        try (StreamClient first = withTicket(PATH, ticket)) {
            assertThat(first.status()).isEqualTo(200);
            assertRejected(PATH, ticket);
        }
        assertRejected(PATH, ticket);
    }

    @Test
    void expiredForgedAndOtherPathTicketsAreRejected() {
        UUID user = newUser();

        assertRejected(PATH, tokens.ticket(user, PATH, in(-10), in(300)));
        assertRejected(PATH, tokens.ticket(user, "/api/notices/events", in(30), in(300)));
        assertRejected("/api/messages", tokens.ticket(user, PATH, in(30), in(300)));
        assertRejected(PATH, tokens.ticket(user, PATH, in(30), in(300)) + "A");
        assertRejected(PATH, "nonsense");
        try (StreamClient valid = withTicket(PATH, tokens.ticket(user, PATH, in(30), in(300)))) {
            assertThat(valid.status()).isEqualTo(200);
        }
    }

    @Test
    void ticketsAndAccessTokensAreNotInterchangeable() {
        String access = access(newUser());
        String ticket = ticketOf(access);

        assertRejected(PATH, access);
        assertThat(service.me(ticket).status()).isEqualTo(401);
        assertThat(service.call("GET", "/api/messages", ticket, BodyPublishers.noBody())
                        .code())
                .isEqualTo("UNAUTHENTICATED");
        assertThat(requestTicket(ticket, PATH).status()).isEqualTo(401);
        try (StreamClient inQuery = new StreamClient(service.request(PATH + "?access_token=" + access));
                StreamClient asTicket = new StreamClient(service.request(PATH + "?ticket=" + access))) {
            assertThat(List.of(inQuery.status(), asTicket.status())).containsOnly(401);
        }
    }

    @Test
    void aTicketStreamEndsWhenItsAccessTokenExpires() {
        try (StreamClient ended = withTicket(PATH, tokens.ticket(newUser(), PATH, in(30), in(-1)))) {
            assertThat(ended.status()).isEqualTo(200);
            Eventually.holds("the stream ends", Duration.ofSeconds(30), ended::ended);
            assertThat(ended.endReason()).isEqualTo("TOKEN_EXPIRED");
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
    void ticketsAreIssuedForStreamPathsOnly(String path) {
        Answer answer = requestTicket(access(newUser()), path);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("INVALID_FIELD");
    }

    @Test
    void ticketsRequireAValidAccessToken() {
        assertThat(requestTicket(access(newUser()) + "A", PATH).status()).isEqualTo(401);
        assertThat(service.post("/api/stream-tickets", "{}").status()).isEqualTo(401);
        Answer answer = requestTicket(access(newUser()), PATH);
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body().path("expiresIn").asInt()).isEqualTo(30);
    }

    @Test
    void theApiDocumentDescribesBothEndpoints() {
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

    private void assertRejected(String path, String ticket) {
        try (StreamClient stream = withTicket(path, ticket)) {
            assertThat(stream.status()).isEqualTo(401);
            assertThat(stream.problem().code()).isEqualTo("TICKET_INVALID");
        }
    }

    /** Sends the ticket in the header, as the gateway does. */
    private StreamClient withTicket(String path, String ticket) {
        HttpRequest.Builder request = service.request(path).header(HEADER, ticket);
        return new StreamClient(request);
    }

    private String ticketOf(String access) {
        return requestTicket(access, PATH).text("ticket");
    }

    private Answer requestTicket(String access, String path) {
        return service.call(
                "POST", "/api/stream-tickets", access, BodyPublishers.ofString("{\"path\":\"" + path + "\"}"));
    }

    private String access(UUID user) {
        return tokens.access(user, in(300));
    }

    private UUID newUser() {
        return service.bean(BucketedIds.class).next();
    }

    private static Instant in(long seconds) {
        return Instant.ofEpochMilli(System.currentTimeMillis()).plusSeconds(seconds);
    }
}
