package dev.firstcome.payment.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.payment.PaymentState;
import dev.firstcome.payment.payment.Payment;
import dev.firstcome.payment.payment.WholePayment;
import dev.firstcome.platform.streams.EventStreamServer;
import dev.firstcome.platform.streams.StreamEvent;
import dev.firstcome.platform.streams.StreamSubscriber;
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
    private static final Duration OFTEN = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final UUID ONE = new UUID(1, 1);
    private static final UUID TWO = new UUID(1, 2);

    private final EventStreamServer streams = new EventStreamServer(
            new StreamsProperties(10, 10, 10, LONG, LONG, OFTEN), Clock.systemUTC(), new SimpleMeterRegistry());
    private final Shard shard = new Shard();
    private final ShardFeed feed = new ShardFeed("pg-1", shard, OFTEN);

    /** Payments of which is noted who asks for them. */
    private static final class Shard implements ShardFeed.Source {
        private final Map<UUID, WholePayment> payments = new ConcurrentHashMap<>();
        private final List<Set<UUID>> looks = new CopyOnWriteArrayList<>();
        private final List<List<UUID>> reads = new CopyOnWriteArrayList<>();

        void has(UUID id, PaymentState state, long version) {
            Payment.Terms terms = new Payment.Terms(new Payment.Price("KRW", 1, 0), null, List.of(), "pm_card_visa");
            Instant at = Instant.EPOCH;
            Payment payment = new Payment(id, ONE, state, null, 1, version, 0, 1, terms, null, 0, at, at);
            payments.put(id, new WholePayment(payment, List.of(), List.of()));
        }

        @Override
        public Map<UUID, Long> versions(Collection<UUID> ids) {
            looks.add(Set.copyOf(ids));
            Map<UUID, Long> versions = new HashMap<>();
            payments.forEach((id, whole) -> {
                if (ids.contains(id)) {
                    versions.put(id, whole.payment().version());
                }
            });
            return versions;
        }

        @Override
        public List<WholePayment> read(Collection<UUID> ids) {
            reads.add(List.copyOf(ids));
            return payments.values().stream()
                    .filter(whole -> ids.contains(whole.payment().id()))
                    .toList();
        }

        void isLookedAt(int times) {
            int before = looks.size();
            await(() -> looks.size() >= before + times);
        }
    }

    /** Somebody who reads a stream. */
    private final class Reader {
        private final List<String> offered = new CopyOnWriteArrayList<>();
        private final MockHttpServletResponse response = new MockHttpServletResponse();
        private final Thread thread;

        Reader(UUID payment, long seen) {
            StreamSubscriber caller = new StreamSubscriber(
                    UUID.randomUUID(), Clock.systemUTC().instant().plus(LONG));
            thread = Thread.ofVirtual()
                    .start(() ->
                            streams.serve(caller, response, stream -> feed.follow(payment, seen, stream, this::event)));
        }

        private StreamEvent event(WholePayment whole) {
            String version = String.valueOf(whole.payment().version());
            offered.add(version);
            return new StreamEvent(version, "payment", "{}");
        }

        void ends() {
            await(() -> !thread.isAlive());
        }
    }

    @BeforeEach
    void start() {
        streams.start();
        shard.has(ONE, PaymentState.REQUESTED, 1);
        shard.has(TWO, PaymentState.REQUESTED, 1);
    }

    @AfterEach
    void stop() {
        streams.stop();
        feed.close();
    }

    @Test
    void forAllWhoWaitThereIsOneLookAndOnlyWhatHasChangedIsRead() {
        List<Reader> readers = new ArrayList<>(List.of(new Reader(ONE, 0), new Reader(ONE, 0), new Reader(TWO, 0)));
        await(() -> readers.stream().allMatch(reader -> reader.offered.equals(List.of("1"))));
        shard.isLookedAt(3);
        int looks = shard.looks.size();
        int reads = shard.reads.size();
        shard.isLookedAt(20);

        assertThat(List.copyOf(shard.looks).subList(looks, looks + 20)).containsOnly(Set.of(ONE, TWO));
        assertThat(shard.reads).hasSize(reads);
        shard.has(TWO, PaymentState.CHARGING, 2);
        await(() -> readers.getLast().offered.size() == 2);
        shard.isLookedAt(20);
        assertThat(shard.reads.stream().skip(reads)).containsExactly(List.of(TWO));
        assertThat(readers.getFirst().offered).containsExactly("1");
    }

    @Test
    void whatWasSeenIsNotToldAgainAndWhatHasEndedEndsTheStream() {
        Reader resumed = new Reader(ONE, 1);
        Reader ahead = new Reader(TWO, 7);
        shard.isLookedAt(20);
        assertThat(resumed.offered).isEmpty();
        shard.has(ONE, PaymentState.CAPTURED, 2);
        shard.has(TWO, PaymentState.CAPTURED, 2);

        resumed.ends();
        assertThat(resumed.offered).containsExactly("2");
        assertThat(ahead.offered).as("an id that the payment never had").containsExactly("1", "2");
        Reader late = new Reader(ONE, 2);
        late.ends();
        assertThat(late.offered).isEmpty();
    }

    @Test
    void whileNobodyWaitsNobodyLooks() {
        shard.has(ONE, PaymentState.CAPTURED, 2);
        new Reader(ONE, 0).ends();
        Shard other = new Shard();
        ShardFeed clock = new ShardFeed("pg-2", other, OFTEN);
        int looks = shard.looks.size();
        Thread.ofVirtual()
                .start(() -> streams.serve(
                        new StreamSubscriber(ONE, Clock.systemUTC().instant().plus(LONG)),
                        new MockHttpServletResponse(),
                        stream -> clock.follow(TWO, 0, stream, whole -> new StreamEvent("1", "payment", "{}"))));
        other.isLookedAt(50);
        clock.close();

        assertThat(shard.looks.size()).as("one may have been under way").isLessThanOrEqualTo(looks + 1);
    }

    private static void await(BooleanSupplier holds) {
        Eventually.holds("the feed is in the expected state", LONG, holds::getAsBoolean);
    }
}
