package dev.firstcome.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.platform.streams.StreamEnd;
import dev.firstcome.testsupport.Eventually;
import dev.firstcome.testsupport.StallRetry;
import dev.firstcome.user.OpenStream.Event;
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

/** What users are told reaches their streams: all of it, once, in order, at whichever instance they read. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MessageStreamIT {
    private static final String PATH = "/api/messages/events";
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final int PER_USER_MAX = 3;
    private static final int OPEN_MAX = 12;

    private UserService service;
    private UserService other;
    private Inboxes inboxes;
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
        inboxes = new Inboxes(service);
        tokens = new SignedTokens(service);
    }

    @AfterAll
    void stop() {
        other.close();
        service.close();
    }

    @Test
    void whoSignsUpSeesTheWelcomeOnTheStream() {
        String email = "stream-" + UUID.randomUUID() + "@example.com";
        UUID user = UUID.fromString(service.signUp(email).text("userId"));
        try (OpenStream stream = open(other, user, null)) {
            await("the welcome", () -> stream.messages().size() == 1);

            Event welcome = stream.messages().getFirst();
            assertThat(welcome.id()).isEqualTo("1");
            assertThat(welcome.data().path("kind").asString()).isEqualTo("WELCOME");
            assertThat(welcome.data().path("text").asString()).startsWith("Welcome!");
        }
    }

    @Test
    void aStreamBeginsAtOnceAndShowsThatItLives() {
        try (OpenStream stream = open(other, inboxes.newUser(), null)) {
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
    void aNewStreamBeginsWithTheNewestAndOneThatGoesOnWithTheNext() {
        UUID user = inboxes.newUser();
        inboxes.tell(user, 25);
        try (OpenStream fresh = open(service, user, null);
                OpenStream resumed = open(service, user, "2");
                OpenStream asked = new OpenStream(service.request(PATH + "?lastEventId=23")
                        .header("Authorization", "Bearer " + tokens.access(user, inFiveMinutes())))) {
            await(
                    "all are told",
                    () -> ids(fresh).contains("25") && ids(resumed).contains("25"));
            await("the last are told", () -> ids(asked).contains("25"));

            assertThat(ids(fresh)).hasSize(20).startsWith("6");
            assertThat(ids(resumed)).hasSize(23).startsWith("3");
            assertThat(ids(asked)).containsExactly("24", "25");
        }
        try (OpenStream nonsense = open(service, user, "1 or 2")) {
            assertThat(nonsense.status()).isEqualTo(400);
            assertThat(nonsense.refusal().code()).isEqualTo("INVALID_FIELD");
        }
    }

    @Test
    void nothingIsLostOrDoubledWhoeverWritesAndHoweverOftenTheReaderComesAgain() throws Exception {
        long seed = System.nanoTime();
        System.out.println("resume: seed " + seed);
        Random random = new Random(seed);
        UUID user = inboxes.newUser();
        List<UUID> told = inboxes.idsInAnyOrder(user, 400, random);
        List<Event> seen = new ArrayList<>();
        int readers = 0;
        try (ExecutorService writers = Executors.newFixedThreadPool(4)) {
            List<Future<?>> writes = new ArrayList<>();
            told.forEach(message -> writes.add(writers.submit(() -> inboxes.tell(user, message))));
            while (seen.size() < told.size()) {
                readers++;
                int enough = 1 + random.nextInt(60);
                String last = seen.isEmpty() ? "0" : seen.getLast().id();
                try (OpenStream stream = opened(random.nextBoolean() ? service : other, user, last)) {
                    int before = seen.size();
                    await("more", () -> stream.messages().size() >= Math.min(enough, told.size() - before));
                    // What it got beyond that is thrown away, as if it were still on its way.
                    seen.addAll(stream.messages().stream().limit(enough).toList());
                }
            }
            for (Future<?> write : writes) {
                write.get(2 * BOUND.toSeconds(), TimeUnit.SECONDS);
            }
        }

        System.out.println("resume: " + readers + " streams for " + told.size() + " messages");
        assertThat(readers).isGreaterThan(5);
        assertThat(seen).extracting(Event::message).containsExactlyInAnyOrderElementsOf(texts(told));
        assertThat(seen.stream().map(event -> Long.parseLong(event.id()))).isSorted();
    }

    /** The second cannot become visible before the first, which took its place before. */
    @Test
    void whatIsCommittedLateIsNotPassedOver() throws Exception {
        StallRetry.run(this::aTransactionCommitsLate);
    }

    private void aTransactionCommitsLate() throws Exception {
        UUID user = inboxes.newUser();
        List<UUID> ids = inboxes.idsInAnyOrder(user, 3, new Random(1));
        Semaphore written = new Semaphore(0);
        Semaphore mayEnd = new Semaphore(0);
        Semaphore mayFail = new Semaphore(0);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                OpenStream stream = open(service, user, "0")) {
            Future<?> undone = threads.submit(() -> inboxes.tellSlowly(user, ids.get(0), written, mayFail, false));
            assertThat(written.tryAcquire(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
            Future<?> slow = threads.submit(() -> inboxes.tellSlowly(user, ids.get(1), written, mayEnd, true));
            Future<?> quick = threads.submit(() -> inboxes.tell(user, ids.get(2)));
            mayFail.release();
            assertThatThrownBy(() -> undone.get(BOUND.toSeconds(), TimeUnit.SECONDS))
                    .hasMessageContaining("changed my mind");
            mayEnd.release();
            slow.get(BOUND.toSeconds(), TimeUnit.SECONDS);
            quick.get(BOUND.toSeconds(), TimeUnit.SECONDS);

            await("both are told", () -> stream.messages().size() == 2);
            assertThat(ids(stream)).containsExactly("1", "2");
            assertThat(stream.messages())
                    .extracting(Event::message)
                    .containsExactlyInAnyOrder(ids.get(1).toString(), ids.get(2).toString());
        }
    }

    @Test
    void messagesOfOthersAreNeverSeen() {
        UUID kim = inboxes.newUser();
        UUID lee = inboxes.newUser();
        try (OpenStream ofKim = open(service, kim, "0");
                OpenStream ofLee = open(service, lee, "0")) {
            inboxes.tell(lee, 50);
            inboxes.tell(kim, 1);

            await(
                    "both are told",
                    () -> ofKim.messages().size() == 1 && ofLee.messages().size() == 50);
            Set<String> leesOwn = new LinkedHashSet<>();
            ofLee.messages().forEach(event -> leesOwn.add(event.message()));
            assertThat(ofKim.messages())
                    .singleElement()
                    .satisfies(event -> assertThat(leesOwn).doesNotContain(event.message()));
        }
    }

    @Test
    void messagesAreDeliveredToAReaderAtAnotherInstanceWhileItIsConnected() throws Exception {
        UUID user = inboxes.newUser();
        List<UUID> ids = inboxes.idsInAnyOrder(user, 200, new Random(2));
        Map<String, Long> committed = new ConcurrentHashMap<>();
        try (OpenStream stream = open(other, user, "0");
                ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor()) {
            var next = ids.iterator();
            clock.scheduleAtFixedRate(
                    () -> {
                        if (next.hasNext()) {
                            UUID id = next.next();
                            committed.put(id.toString(), inboxes.tell(user, id));
                        }
                    },
                    0,
                    23,
                    TimeUnit.MILLISECONDS);
            await("all are delivered", () -> stream.messages().size() == ids.size() && committed.size() == ids.size());
            clock.shutdownNow();

            assertThat(stream.ended()).as("the stream ended").isFalse();
            assertThat(stream.messages()).extracting(Event::message).containsExactlyInAnyOrderElementsOf(texts(ids));
            List<Long> millis = stream.messages().stream()
                    .map(event -> Math.max(0, event.seenAt() - Objects.requireNonNull(committed.get(event.message()))))
                    .map(nanos -> nanos / 1_000_000)
                    .sorted()
                    .toList();
            System.out.printf(
                    "from commit to reader: p50 %d ms, p99 %d ms, max %d ms of %d messages%n",
                    millis.get(99), millis.get(197), millis.getLast(), millis.size());
        }
    }

    @Test
    void tooManyStreamsOfOneUserAreRefusedAndOnesThatAreGoneMakeRoom() {
        UUID user = inboxes.newUser();
        List<OpenStream> open = new ArrayList<>();
        for (int i = 0; i < PER_USER_MAX; i++) {
            open.add(open(other, user, null));
        }
        assertThat(open).extracting(OpenStream::status).containsOnly(200);
        try (OpenStream refused = open(other, user, null);
                OpenStream somebodyElse = open(other, inboxes.newUser(), null)) {
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.header("Retry-After")).isEqualTo("2");
            assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(refused.refusal().code()).isEqualTo("TOO_MANY_STREAMS");
            assertThat(somebodyElse.status()).isEqualTo(200);
        }

        open.removeFirst().close();
        await("there is room", () -> opens(other, user));
        open.forEach(OpenStream::close);
    }

    @Test
    void tooManyStreamsInAllAreRefused() {
        List<OpenStream> open = new ArrayList<>();
        try {
            await("nobody else is there", () -> open.isEmpty() && opens(other, inboxes.newUser()));
            OpenStream last = open(other, inboxes.newUser(), null);
            while (last.status() == 200) {
                open.add(last);
                assertThat(open).hasSizeLessThanOrEqualTo(OPEN_MAX);
                last = open(other, inboxes.newUser(), null);
            }
            assertThat(last.status()).isEqualTo(429);
            assertThat(last.header("Retry-After")).isEqualTo("5");
            last.close();
        } finally {
            open.forEach(OpenStream::close);
        }
    }

    @Test
    void aReaderThatDoesNotReadIsCutOffAndGoesOnLater() throws IOException {
        UUID user = inboxes.newUser();
        int count = 60_000;
        inboxes.fill(user, count);
        double before = service.ended(StreamEnd.SLOW_READER);
        URI address = service.request(PATH).build().uri();
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4_096);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort()));
            socket.getOutputStream()
                    .write(("GET " + PATH + " HTTP/1.1\r\nHost: shop\r\nLast-Event-ID: 0\r\nAuthorization: Bearer "
                                    + tokens.access(user, inFiveMinutes()) + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));

            await("it is cut off", () -> service.ended(StreamEnd.SLOW_READER) > before);
        }
        try (OpenStream later = open(service, user, String.valueOf(count - 5))) {
            await("the rest", () -> later.messages().size() == 5);
        }
    }

    /** No heartbeat of this service is due while the test runs: the end of the token alone ends the stream. */
    @Test
    void aStreamEndsWithTheAccessToken() {
        // A stall as long as the token is good for delivers nothing.
        StallRetry.run(this::theTokenOfAStreamExpires);
    }

    private void theTokenOfAStreamExpires() {
        UUID user = inboxes.newUser();
        Instant end = Instant.ofEpochMilli(System.currentTimeMillis())
                .truncatedTo(ChronoUnit.SECONDS)
                .plusSeconds(6);
        try (OpenStream stream = open(service, tokens.access(user, end), null)) {
            inboxes.tell(user, 1);
            await("the end", stream::ended);

            assertThat(System.currentTimeMillis()).isGreaterThanOrEqualTo(end.toEpochMilli());
            assertThat(stream.messages()).hasSize(1);
            assertThat(stream.end()).isEqualTo("TOKEN_EXPIRED");
        }
    }

    /** A stream that does not end would keep the service from stopping for ten minutes. */
    @Test
    void streamsEndBeforeTheServiceStops(@TempDir Path keys) {
        UserService leaving =
                new UserService(keys, service.signing, "--spring.lifecycle.timeout-per-shutdown-phase=10m");
        Map<UUID, OpenStream> open = new HashMap<>();
        for (int i = 0; i < 5; i++) {
            UUID user = inboxes.newUser();
            open.put(user, open(leaving, user, null));
        }
        Thread stop = Thread.ofPlatform().daemon().start(leaving::close);

        Eventually.holds("the service stops", BOUND.multipliedBy(2), () -> !stop.isAlive());
        await("all have ended", () -> open.values().stream().allMatch(OpenStream::ended));
        assertThat(open.values()).extracting(OpenStream::end).containsOnly("SHUTDOWN");
    }

    private OpenStream open(UserService at, UUID user, @Nullable String lastEventId) {
        return open(at, tokens.access(user, inFiveMinutes()), lastEventId);
    }

    private static OpenStream open(UserService at, String token, @Nullable String lastEventId) {
        HttpRequest.Builder request = at.request(PATH).header("Authorization", "Bearer " + token);
        return new OpenStream(lastEventId == null ? request : request.header("Last-Event-ID", lastEventId));
    }

    /** Comes again while those who have gone still hold their places. */
    private OpenStream opened(UserService at, UUID user, String lastEventId) {
        AtomicReference<OpenStream> last = new AtomicReference<>();
        await("there is room", () -> {
            OpenStream stream = open(at, user, lastEventId);
            last.set(stream);
            return stream.status() == 200;
        });
        return last.get();
    }

    private boolean opens(UserService at, UUID user) {
        try (OpenStream stream = open(at, user, null)) {
            return stream.status() == 200;
        }
    }

    private static List<String> ids(OpenStream stream) {
        return stream.messages().stream().map(Event::id).toList();
    }

    private static List<String> texts(List<UUID> ids) {
        return ids.stream().map(UUID::toString).toList();
    }

    private static Instant inFiveMinutes() {
        return Instant.ofEpochMilli(System.currentTimeMillis()).plusSeconds(300);
    }

    private static void await(String what, BooleanSupplier condition) {
        Eventually.holds(what, BOUND, condition::getAsBoolean);
    }
}
