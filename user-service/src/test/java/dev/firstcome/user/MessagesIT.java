package dev.firstcome.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.testsupport.Eventually;
import dev.firstcome.user.StreamClient.Event;
import dev.firstcome.user.UserService.Answer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The cursors of the message list and of the message stream. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MessagesIT {
    private static final String STREAM = "/api/messages/events";
    private static final Duration BOUND = Duration.ofSeconds(30);

    private UserService service;
    private TestInboxes inboxes;
    private SignedTokens tokens;

    @BeforeAll
    void start(@TempDir Path keys) {
        service = new UserService(keys);
        inboxes = new TestInboxes(service);
        tokens = new SignedTokens(service);
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    void theLastPageHasANullCursorAlsoIfItIsFull() {
        UUID user = inboxes.newUser();
        assertLastPage(list(user, "?limit=2"), 0);
        inboxes.add(user, 4);

        Answer first = list(user, "?limit=2");
        Answer second = list(user, "?limit=2&cursor=" + first.text("nextCursor"));

        assertThat(first.body().path("items")).hasSize(2);
        assertThat(first.text("nextCursor"))
                .isEqualTo(first.body().path("items").path(1).path("messageId").asString());
        assertLastPage(second, 2);
        assertLastPage(list(user, "?limit=4"), 4);
        assertLastPage(list(user, "?limit=100"), 4);
        assertThat(idsOf(first, second)).doesNotHaveDuplicates().isEqualTo(idsOf(list(user, "?limit=4")));
    }

    private static void assertLastPage(Answer page, int items) {
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body().path("items")).hasSize(items);
        assertThat(page.body().has("nextCursor")).isTrue();
        assertThat(page.body().path("nextCursor").isNull()).isTrue();
    }

    @Test
    void invalidLimitsAndCursorsAreRejected() {
        UUID user = inboxes.newUser();
        for (String query : List.of(
                "limit=0",
                "limit=101",
                "limit=-1",
                "limit=99999999999999999999",
                "limit=1e1",
                "cursor=1",
                "cursor=" + "a".repeat(8_000),
                "cursor=%ED%A0%80",
                "cursor=%00")) {
            assertThat(list(user, "?" + query).status()).as(query).isEqualTo(400);
        }
    }

    @Test
    void anEventIdAfterTheNewestMessageRestartsTheStream() {
        UUID user = inboxes.newUser();
        inboxes.add(user, 25);
        for (String ahead : List.of("26", "999999999999999999")) {
            try (StreamClient stream = open(user, ahead)) {
                Eventually.holds(
                        "the newest 20 messages", BOUND, () -> ids(stream).size() == 20);
                assertThat(ids(stream)).startsWith("6").endsWith("25");
            }
        }
        try (StreamClient upToDate = open(user, "25")) {
            inboxes.add(user, 1);
            Eventually.holds("the next message", BOUND, () -> !ids(upToDate).isEmpty());
            assertThat(ids(upToDate)).containsExactly("26");
        }
    }

    @Test
    void anEventIdAheadOfAnEmptyInboxDoesNotSilenceTheStream() {
        UUID user = inboxes.newUser();
        try (StreamClient stream = open(user, "7")) {
            inboxes.add(user, 1);
            Eventually.holds("the first message", BOUND, () -> !ids(stream).isEmpty());
            assertThat(ids(stream)).containsExactly("1");
        }
    }

    @Test
    void malformedEventIdsAreRejected() {
        UUID user = inboxes.newUser();
        for (String id : List.of("-1", "1.5", "x", "9".repeat(19), "9".repeat(4_000))) {
            try (StreamClient stream = open(user, id)) {
                assertThat(stream.status()).as(id).isEqualTo(400);
                assertThat(stream.problem().text("field")).isEqualTo("Last-Event-ID");
            }
        }
        for (String encoded : List.of("%D9%A1", "%00", "1%0A", "%EA%B0%80")) {
            HttpRequest.Builder request = service.request(STREAM + "?lastEventId=" + encoded);
            try (StreamClient stream = new StreamClient(request.header("Authorization", bearer(user)))) {
                assertThat(stream.status()).as(encoded).isEqualTo(400);
            }
        }
    }

    private Answer list(UUID user, String query) {
        return service.call("GET", "/api/messages" + query, accessToken(user), BodyPublishers.noBody());
    }

    private StreamClient open(UUID user, @Nullable String lastEventId) {
        HttpRequest.Builder request = service.request(STREAM).header("Authorization", bearer(user));
        return new StreamClient(lastEventId == null ? request : request.header("Last-Event-ID", lastEventId));
    }

    private String bearer(UUID user) {
        return "Bearer " + accessToken(user);
    }

    private String accessToken(UUID user) {
        return tokens.access(
                user, Instant.ofEpochMilli(System.currentTimeMillis()).plusSeconds(300));
    }

    private static List<String> ids(StreamClient stream) {
        return stream.messages().stream().map(Event::id).toList();
    }

    private static List<String> idsOf(Answer... pages) {
        List<String> ids = new ArrayList<>();
        for (Answer page : pages) {
            page.body()
                    .path("items")
                    .forEach(item -> ids.add(item.path("messageId").asString()));
        }
        return ids;
    }
}
