package dev.firstcome.payment.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.payment.PaymentState;
import dev.firstcome.payment.payment.Payment;
import dev.firstcome.payment.payment.PaymentDetails;
import dev.firstcome.platform.streams.EventStream.StreamEvent;
import dev.firstcome.platform.streams.EventStream.StreamSubscriber;
import dev.firstcome.platform.streams.EventStreamServer;
import dev.firstcome.platform.streams.StreamsProperties;
import dev.firstcome.testsupport.Eventually;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletResponse;

class ShardFeedTests {
    private static final Duration POLL_INTERVAL = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final UUID ONE = new UUID(1, 1);
    private static final UUID TWO = new UUID(1, 2);

    private final EventStreamServer streams = new EventStreamServer(
            new StreamsProperties(10, 10, 10, LONG, LONG, POLL_INTERVAL), Clock.systemUTC(), new SimpleMeterRegistry());
    private final FakeShard shard = new FakeShard();
    private final ShardFeed feed = new ShardFeed("pg-1", shard, POLL_INTERVAL);

    /** Holds payments in memory and records each query. */
    private static final class FakeShard implements ShardFeed.Source {
        private final Map<UUID, PaymentDetails> payments = new ConcurrentHashMap<>();
        private final List<Set<UUID>> polls = new CopyOnWriteArrayList<>();
        private final List<List<UUID>> reads = new CopyOnWriteArrayList<>();

        void put(UUID id, PaymentState state, long version) {
            Payment.Terms terms = new Payment.Terms(new Payment.Price("KRW", 1, 0), null, List.of(), "pm_card_visa");
            Instant at = Instant.EPOCH;
            Payment payment = new Payment(id, ONE, state, null, 1, version, 0, 1, terms, null, 0, at, at);
            payments.put(id, new PaymentDetails(payment, List.of(), List.of()));
        }

        @Override
        public Map<UUID, Long> versions(Collection<UUID> ids) {
            polls.add(Set.copyOf(ids));
            Map<UUID, Long> versions = new HashMap<>();
            payments.forEach((id, details) -> {
                if (ids.contains(id)) {
                    versions.put(id, details.payment().version());
                }
            });
            return versions;
        }

        @Override
        public List<PaymentDetails> read(Collection<UUID> ids) {
            reads.add(List.copyOf(ids));
            return payments.values().stream()
                    .filter(details -> ids.contains(details.payment().id()))
                    .toList();
        }

        void awaitPolls(int count) {
            int before = polls.size();
            await(() -> polls.size() >= before + count);
        }
    }

    /** A client of a stream, which collects the offered versions. */
    private final class StreamClient {
        private final List<String> offered = new CopyOnWriteArrayList<>();
        private final MockHttpServletResponse response = new MockHttpServletResponse();
        private final Thread thread;

        StreamClient(UUID payment, long seen) {
            StreamSubscriber caller = new StreamSubscriber(
                    UUID.randomUUID(), Clock.systemUTC().instant().plus(LONG));
            thread = Thread.ofVirtual()
                    .start(() -> streams.serve(
                            caller, response, stream -> feed.follow(payment, seen, stream, this::toEvent)));
        }

        private StreamEvent toEvent(PaymentDetails details) {
            String version = String.valueOf(details.payment().version());
            offered.add(version);
            return new StreamEvent(version, "payment", "{}");
        }

        void awaitEnd() {
            await(() -> !thread.isAlive());
        }
    }

    @BeforeEach
    void start() {
        streams.start();
        shard.put(ONE, PaymentState.REQUESTED, 1);
        shard.put(TWO, PaymentState.REQUESTED, 1);
    }

    @AfterEach
    void stop() {
        streams.stop();
        feed.close();
    }

    @Test
    void pollsOnceForAllStreamsAndReadsOnlyChangedPayments() {
        List<StreamClient> clients =
                new ArrayList<>(List.of(new StreamClient(ONE, 0), new StreamClient(ONE, 0), new StreamClient(TWO, 0)));
        await(() -> clients.stream().allMatch(client -> client.offered.equals(List.of("1"))));
        shard.awaitPolls(3);
        int polls = shard.polls.size();
        int reads = shard.reads.size();
        shard.awaitPolls(20);

        assertThat(List.copyOf(shard.polls).subList(polls, polls + 20)).containsOnly(Set.of(ONE, TWO));
        assertThat(shard.reads).hasSize(reads);
        shard.put(TWO, PaymentState.CHARGING, 2);
        await(() -> clients.getLast().offered.size() == 2);
        shard.awaitPolls(20);
        assertThat(shard.reads.stream().skip(reads)).containsExactly(List.of(TWO));
        assertThat(clients.getFirst().offered).containsExactly("1");
    }

    @Test
    void skipsTheSeenVersionAndEndsTheStreamOfAFinalPayment() {
        StreamClient resumed = new StreamClient(ONE, 1);
        StreamClient ahead = new StreamClient(TWO, 7);
        shard.awaitPolls(20);
        assertThat(resumed.offered).isEmpty();
        shard.put(ONE, PaymentState.CAPTURED, 2);
        shard.put(TWO, PaymentState.CAPTURED, 2);

        resumed.awaitEnd();
        assertThat(resumed.offered).containsExactly("2");
        assertThat(ahead.offered).as("after an id that the payment never had").containsExactly("1", "2");
        StreamClient late = new StreamClient(ONE, 2);
        late.awaitEnd();
        assertThat(late.offered).isEmpty();
    }

    @Test
    void doesNotPollWithoutStreams() {
        shard.put(ONE, PaymentState.CAPTURED, 2);
        new StreamClient(ONE, 0).awaitEnd();
        FakeShard otherShard = new FakeShard();
        ShardFeed otherFeed = new ShardFeed("pg-2", otherShard, POLL_INTERVAL);
        int polls = shard.polls.size();
        Thread.ofVirtual()
                .start(() -> streams.serve(
                        new StreamSubscriber(ONE, Clock.systemUTC().instant().plus(LONG)),
                        new MockHttpServletResponse(),
                        stream -> otherFeed.follow(TWO, 0, stream, details -> new StreamEvent("1", "payment", "{}"))));
        otherShard.awaitPolls(50);
        otherFeed.close();

        assertThat(shard.polls.size()).as("one poll may have been in progress").isLessThanOrEqualTo(polls + 1);
    }

    private static void await(BooleanSupplier condition) {
        Eventually.holds("the feed is in the expected state", LONG, condition::getAsBoolean);
    }
}
