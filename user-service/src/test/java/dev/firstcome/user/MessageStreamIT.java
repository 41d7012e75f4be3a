package dev.firstcome.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.platform.streams.EventStream.StreamEndReason;
import dev.firstcome.testsupport.Eventually;
import dev.firstcome.testsupport.StallRetry;
import dev.firstcome.user.StreamClient.Event;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Each message reaches the open streams of its user exactly once and in order, on every instance. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MessageStreamIT {
    private static final String PATH = "/api/messages/events";
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final int PER_USER_MAX = 3;
    private static final int OPEN_MAX = 12;

    private UserService service;
    private UserService other;
    private TestInboxes inboxes;
    private SignedTokens tokens;

    @BeforeAll
    void start(@TempDir Path keys) {
        service = new UserService(keys, UserService.newKeys(), "--platform.streams.heartbeat=5m");
        other = new UserService(
                keys,
                service.signing,
                "--platform.streams.heartbeat=100ms",
                "--platform.streams.per-user-max=" + PER_USER_MAX,
                "--platform.streams.open-max=" + OPEN_MAX);
        inboxes = new TestInboxes(service);
        tokens = new SignedTokens(service);
    }

    @AfterAll
    void stop() {
        other.close();
        service.close();
    }

    @Test
    void aNewUserReceivesTheWelcomeOnTheStream() {
        String email = "stream-" + UUID.randomUUID() + "@example.com";
        UUID user = UUID.fromString(service.signUp(email).text("userId"));
        try (StreamClient stream = open(other, user, null)) {
            await("the welcome", () -> stream.messages().size() == 1);

            Event welcome = stream.messages().getFirst();
            assertThat(welcome.id()).isEqualTo("1");
            assertThat(welcome.data().path("kind").asString()).isEqualTo("WELCOME");
            assertThat(welcome.data().path("text").asString()).startsWith("Welcome!");
        }
    }

    @Test
    void aStreamOpensImmediatelyAndSendsHeartbeats() {
        try (StreamClient stream = open(other, inboxes.newUser(), null)) {
            await("three heartbeats", () -> stream.heartbeats() >= 3);

            assertThat(stream.header("Content-Type")).startsWith("text/event-stream");
            assertThat(stream.header("Cache-Control")).isEqualTo("no-store");
            assertThat(stream.header("X-Accel-Buffering")).isEqualTo("no");
            assertThat(stream.retries())
                    .singleElement()
                    .satisfies(retry -> assertThat(Integer.parseInt(retry)).isBetween(1_500, 4_500));
            assertThat(stream.events()).isEmpty();
        }
    }

    @Test
    void aNewStreamStartsWithTheNewestMessagesAndAResumedOneWithTheNext() {
        UUID user = inboxes.newUser();
        inboxes.add(user, 25);
        try (StreamClient newStream = open(service, user, null);
                StreamClient resumed = open(service, user, "2");
                StreamClient resumedByQuery = new StreamClient(service.request(PATH + "?lastEventId=23")
                        .header("Authorization", "Bearer " + tokens.access(user, inFiveMinutes())))) {
            await(
                    "all messages are received",
                    () -> ids(newStream).contains("25") && ids(resumed).contains("25"));
            await("the last messages are received", () -> ids(resumedByQuery).contains("25"));

            assertThat(ids(newStream)).hasSize(20).startsWith("6");
            assertThat(ids(resumed)).hasSize(23).startsWith("3");
            assertThat(ids(resumedByQuery)).containsExactly("24", "25");
        }
        try (StreamClient invalid = open(service, user, "1 or 2")) {
            assertThat(invalid.status()).isEqualTo(400);
            assertThat(invalid.problem().code()).isEqualTo("INVALID_FIELD");
        }
    }

    @Test
    void resumedStreamsLoseAndDuplicateNoMessageWithConcurrentWriters() throws Exception {
        long seed = System.nanoTime();
        System.out.println("resume: seed " + seed);
        Random random = new Random(seed);
        UUID user = inboxes.newUser();
        List<UUID> sent = inboxes.shuffledMessageIds(user, 400, random);
        List<Event> received = new ArrayList<>();
        int readers = 0;
        try (ExecutorService writers = Executors.newFixedThreadPool(4)) {
            List<Future<?>> writes = new ArrayList<>();
            sent.forEach(message -> writes.add(writers.submit(() -> inboxes.add(user, message))));
            while (received.size() < sent.size()) {
                readers++;
                int limit = 1 + random.nextInt(60);
                String last = received.isEmpty() ? "0" : received.getLast().id();
                try (StreamClient stream = openWithRetry(random.nextBoolean() ? service : other, user, last)) {
                    int before = received.size();
                    await("more", () -> stream.messages().size() >= Math.min(limit, sent.size() - before));
                    // Messages beyond that are dropped, as if they were still in flight.
                    received.addAll(stream.messages().stream().limit(limit).toList());
                }
            }
            for (Future<?> write : writes) {
                write.get(2 * BOUND.toSeconds(), TimeUnit.SECONDS);
            }
        }

        System.out.println("resume: " + readers + " streams for " + sent.size() + " messages");
        assertThat(readers).isGreaterThan(5);
        assertThat(received).extracting(Event::message).containsExactlyInAnyOrderElementsOf(strings(sent));
        assertThat(received.stream().map(event -> Long.parseLong(event.id()))).isSorted();
    }

    /** A later position cannot become visible before an earlier one that is not committed. */
    @Test
    void aMessageThatIsCommittedLateIsNotSkipped() throws Exception {
        StallRetry.run(this::commitATransactionLate);
    }

    private void commitATransactionLate() throws Exception {
        UUID user = inboxes.newUser();
        List<UUID> ids = inboxes.shuffledMessageIds(user, 3, new Random(1));
        Semaphore written = new Semaphore(0);
        Semaphore mayCommit = new Semaphore(0);
        Semaphore mayRollBack = new Semaphore(0);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                StreamClient stream = open(service, user, "0")) {
            Future<?> rolledBack =
                    threads.submit(() -> inboxes.addAndWait(user, ids.get(0), written, mayRollBack, false));
            assertThat(written.tryAcquire(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
            Future<?> slow = threads.submit(() -> inboxes.addAndWait(user, ids.get(1), written, mayCommit, true));
            Future<?> quick = threads.submit(() -> inboxes.add(user, ids.get(2)));
            mayRollBack.release();
            assertThatThrownBy(() -> rolledBack.get(BOUND.toSeconds(), TimeUnit.SECONDS))
                    .hasMessageContaining("intended rollback");
            mayCommit.release();
            slow.get(BOUND.toSeconds(), TimeUnit.SECONDS);
            quick.get(BOUND.toSeconds(), TimeUnit.SECONDS);

            await("both messages are received", () -> stream.messages().size() == 2);
            assertThat(ids(stream)).containsExactly("1", "2");
            assertThat(stream.messages())
                    .extracting(Event::message)
                    .containsExactlyInAnyOrder(ids.get(1).toString(), ids.get(2).toString());
        }
    }

    @Test
    void aStreamContainsNoMessagesOfOtherUsers() {
        UUID kim = inboxes.newUser();
        UUID lee = inboxes.newUser();
        try (StreamClient ofKim = open(service, kim, "0");
                StreamClient ofLee = open(service, lee, "0")) {
            inboxes.add(lee, 50);
            inboxes.add(kim, 1);

            await(
                    "both messages are received",
                    () -> ofKim.messages().size() == 1 && ofLee.messages().size() == 50);
            Set<String> messagesOfLee = new LinkedHashSet<>();
            ofLee.messages().forEach(event -> messagesOfLee.add(event.message()));
            assertThat(ofKim.messages())
                    .singleElement()
                    .satisfies(event -> assertThat(messagesOfLee).doesNotContain(event.message()));
        }
    }

    @Test
    void messagesReachAClientOfAnotherInstanceWhileItIsConnected() throws Exception {
        UUID user = inboxes.newUser();
        List<UUID> ids = inboxes.shuffledMessageIds(user, 200, new Random(2));
        Map<String, Long> committed = new ConcurrentHashMap<>();
        try (StreamClient stream = open(other, user, "0");
                ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor()) {
            var next = ids.iterator();
            scheduler.scheduleAtFixedRate(
                    () -> {
                        if (next.hasNext()) {
                            UUID id = next.next();
                            committed.put(id.toString(), inboxes.add(user, id));
                        }
                    },
                    0,
                    23,
                    TimeUnit.MILLISECONDS);
            await("all are delivered", () -> stream.messages().size() == ids.size() && committed.size() == ids.size());
            scheduler.shutdownNow();

            assertThat(stream.ended()).as("the stream ended").isFalse();
            assertThat(stream.messages()).extracting(Event::message).containsExactlyInAnyOrderElementsOf(strings(ids));
            List<Long> millis = stream.messages().stream()
                    .map(event ->
                            Math.max(0, event.receivedAt() - Objects.requireNonNull(committed.get(event.message()))))
                    .map(nanos -> nanos / 1_000_000)
                    .sorted()
                    .toList();
            System.out.printf(
                    "from commit to reader: p50 %d ms, p99 %d ms, max %d ms of %d messages%n",
                    millis.get(99), millis.get(197), millis.getLast(), millis.size());
        }
    }

    @Test
    void theOldestStreamOfAUserEndsForANewOne() {
        UUID user = inboxes.newUser();
        List<StreamClient> open = new ArrayList<>();
        for (int i = 0; i < PER_USER_MAX; i++) {
            open.add(open(other, user, null));
        }
        try (StreamClient newest = open(other, user, null);
                StreamClient ofOtherUser = open(other, inboxes.newUser(), null)) {
            assertThat(newest.status()).isEqualTo(200);
            assertThat(ofOtherUser.status()).isEqualTo(200);
            await(
                    "the oldest stream ends",
                    () -> "REPLACED".equals(open.getFirst().endReason()));
            assertThat(open.subList(1, open.size()))
                    .extracting(StreamClient::ended)
                    .containsOnly(false);
        } finally {
            open.forEach(StreamClient::close);
        }
    }

    @Test
    void streamsOverTheInstanceLimitAreRejected() {
        List<StreamClient> open = new ArrayList<>();
        try {
            await("no other stream is open", () -> open.isEmpty() && canOpen(other, inboxes.newUser()));
            StreamClient last = open(other, inboxes.newUser(), null);
            while (last.status() == 200) {
                open.add(last);
                assertThat(open).hasSizeLessThanOrEqualTo(OPEN_MAX);
                last = open(other, inboxes.newUser(), null);
            }
            assertThat(last.status()).isEqualTo(429);
            assertThat(last.header("Retry-After")).isEqualTo("5");
            last.close();
        } finally {
            open.forEach(StreamClient::close);
        }
    }

    @Test
    void aSlowClientIsDisconnectedAndResumesLater() throws IOException {
        UUID user = inboxes.newUser();
        int count = 60_000;
        inboxes.insertRows(user, count);
        double before = service.endedStreams(StreamEndReason.SLOW_READER);
        URI address = service.request(PATH).build().uri();
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4_096);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort()));
            socket.getOutputStream()
                    .write(("GET " + PATH + " HTTP/1.1\r\nHost: shop\r\nLast-Event-ID: 0\r\nAuthorization: Bearer "
                                    + tokens.access(user, inFiveMinutes()) + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));

            await("the stream is ended", () -> service.endedStreams(StreamEndReason.SLOW_READER) > before);
        }
        try (StreamClient later = open(service, user, String.valueOf(count - 5))) {
            await("the remaining messages", () -> later.messages().size() == 5);
        }
    }

    /** This service sends no heartbeat during the test, so only the expiry of the token ends the stream. */
    @Test
    void aStreamEndsWhenTheAccessTokenExpires() {
        // A stall as long as the lifetime of the token prevents every delivery.
        StallRetry.run(this::expireTheTokenOfAStream);
    }

    private void expireTheTokenOfAStream() {
        UUID user = inboxes.newUser();
        Instant end = Instant.ofEpochMilli(System.currentTimeMillis())
                .truncatedTo(ChronoUnit.SECONDS)
                .plusSeconds(6);
        try (StreamClient stream = open(service, tokens.access(user, end), null)) {
            inboxes.add(user, 1);
            await("the end", stream::ended);

            assertThat(System.currentTimeMillis()).isGreaterThanOrEqualTo(end.toEpochMilli());
            assertThat(stream.messages()).hasSize(1);
            assertThat(stream.endReason()).isEqualTo("TOKEN_EXPIRED");
        }
    }

    /** An open stream would delay the shutdown of the service by ten minutes. */
    @Test
    void streamsEndBeforeTheServiceStops(@TempDir Path keys) {
        UserService stopping =
                new UserService(keys, service.signing, "--spring.lifecycle.timeout-per-shutdown-phase=10m");
        Map<UUID, StreamClient> open = new HashMap<>();
        for (int i = 0; i < 5; i++) {
            UUID user = inboxes.newUser();
            open.put(user, open(stopping, user, null));
        }
        Thread stop = Thread.ofPlatform().daemon().start(stopping::close);

        Eventually.holds("the service stops", BOUND.multipliedBy(2), () -> !stop.isAlive());
        await("all have ended", () -> open.values().stream().allMatch(StreamClient::ended));
        assertThat(open.values()).extracting(StreamClient::endReason).containsOnly("SHUTDOWN");
    }

    private StreamClient open(UserService at, UUID user, @Nullable String lastEventId) {
        return open(at, tokens.access(user, inFiveMinutes()), lastEventId);
    }

    private static StreamClient open(UserService at, String token, @Nullable String lastEventId) {
        HttpRequest.Builder request = at.request(PATH).header("Authorization", "Bearer " + token);
        return new StreamClient(lastEventId == null ? request : request.header("Last-Event-ID", lastEventId));
    }

    /** Retries while closed streams still count against the limit. */
    private StreamClient openWithRetry(UserService at, UUID user, String lastEventId) {
        AtomicReference<StreamClient> last = new AtomicReference<>();
        await("a new stream is accepted", () -> {
            StreamClient stream = open(at, user, lastEventId);
            last.set(stream);
            return stream.status() == 200;
        });
        return last.get();
    }

    private boolean canOpen(UserService at, UUID user) {
        try (StreamClient stream = open(at, user, null)) {
            return stream.status() == 200;
        }
    }

    private static List<String> ids(StreamClient stream) {
        return stream.messages().stream().map(Event::id).toList();
    }

    private static List<String> strings(List<UUID> ids) {
        return ids.stream().map(UUID::toString).toList();
    }

    private static Instant inFiveMinutes() {
        return Instant.ofEpochMilli(System.currentTimeMillis()).plusSeconds(300);
    }

    private static void await(String description, BooleanSupplier condition) {
        Eventually.holds(description, BOUND, condition::getAsBoolean);
    }
}
