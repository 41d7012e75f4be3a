package dev.firstcome.catalog;

import static dev.firstcome.catalog.ProblemAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.catalog.RunningCatalogService.ReservationTotals;
import dev.firstcome.catalog.RunningCatalogService.StockLevel;
import dev.firstcome.contracts.payment.PaymentChanged;
import dev.firstcome.contracts.payment.PaymentChanged.Item;
import dev.firstcome.contracts.payment.PaymentState;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.shards.Shards;
import dev.firstcome.testsupport.StallRetry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Tests that the event of a final payment state changes the stock in each shard once, also if it is published
 * repeatedly. Counter assertions are retried with new products after a stall, because a consumer can then process a
 * record twice.
 */
class PaymentEventsIT {
    private static final Bucket FIRST = new Bucket(3);
    private static final Bucket LAST = new Bucket(Bucket.COUNT - 3);
    private static final String METER = "firstcome.stock.reservations";
    private static final String CONTRADICTIONS = "firstcome.stock.contradictions";

    private static RunningCatalogService service;
    private static PaymentEventsTopic topic;

    private UUID payment;
    private UUID lamp;
    private UUID bulb;
    private UUID kettle;

    @BeforeAll
    static void start() {
        service = RunningCatalogService.shared();
        topic = new PaymentEventsTopic();
    }

    @AfterAll
    static void stop() {
        topic.close();
        service.close();
    }

    @BeforeEach
    void reserveThreeProductsInTwoShards() {
        payment = UUID.randomUUID();
        lamp = service.product(FIRST, 10);
        bulb = service.product(FIRST, 10);
        kettle = service.product(LAST, 10);
        List.of(lamp, bulb, kettle).forEach(product -> reserve(product, payment));
    }

    @Test
    void aCaptureConfirmsTheReservationsOnceInEachShard() {
        StallRetry.run(this::publishCaptureAndCheck);
    }

    private void publishCaptureAndCheck() {
        reserveThreeProductsInTwoShards();
        assertThat(service.bean(Shards.class).map().shardOf(FIRST))
                .isNotEqualTo(service.bean(Shards.class).map().shardOf(LAST));
        double before = service.count(METER, "step", "CONFIRM");

        publishThreeTimes(PaymentState.CAPTURED);

        for (UUID product : List.of(lamp, bulb, kettle)) {
            assertThat(service.stockOf(product)).isEqualTo(new StockLevel(8, 0));
            assertThat(service.reservationsOf(product)).isEqualTo(new ReservationTotals(2, 0));
        }
        assertThat(service.count(METER, "step", "CONFIRM") - before)
                .as("confirmed")
                .isEqualTo(3);
    }

    @Test
    void aDeclinedPaymentReleasesTheReservationsOnceInEachShard() {
        StallRetry.run(this::publishDeclineAndCheck);
    }

    private void publishDeclineAndCheck() {
        reserveThreeProductsInTwoShards();
        double before = service.count(METER, "step", "RELEASE");
        double contradictions = service.count(CONTRADICTIONS);

        publishThreeTimes(PaymentState.DECLINED);
        // The same state in another event of a later version.
        awaitConsumed(topic.send(UUID.randomUUID(), event(payment, PaymentState.DECLINED, lamp, bulb, kettle)));

        for (UUID product : List.of(lamp, bulb, kettle)) {
            assertThat(service.stockOf(product)).isEqualTo(new StockLevel(10, 0));
        }
        assertThat(service.count(METER, "step", "RELEASE") - before)
                .as("released")
                .isEqualTo(6);
        assertThat(service.count(CONTRADICTIONS)).isEqualTo(contradictions);
    }

    @Test
    void aPaymentWithoutFinalStateChangesNothing() {
        double before = service.count(METER);
        for (PaymentState state : PaymentState.values()) {
            if (!state.isFinal()) {
                awaitConsumed(topic.send(UUID.randomUUID(), event(payment, state, lamp, kettle)));
            }
        }

        assertThat(service.stockOf(lamp)).isEqualTo(new StockLevel(8, 2));
        assertThat(service.stockOf(kettle)).isEqualTo(new StockLevel(8, 2));
        assertThat(service.count(METER)).isEqualTo(before);
    }

    @Test
    void aReleaseEventBeforeTheReservationPreventsIt() {
        UUID earlyRelease = UUID.randomUUID();

        awaitConsumed(topic.send(UUID.randomUUID(), event(earlyRelease, PaymentState.CANCELLED, lamp)));

        assertProblem(
                service.asPayments(
                        "PUT", "/internal/products/" + lamp + "/reservations/" + earlyRelease + "?quantity=2"),
                409,
                "RESERVATION_ENDED");
        assertThat(service.stockOf(lamp)).isEqualTo(new StockLevel(8, 2));
    }

    @Test
    void contradictionsAreCountedAndDoNotBlockTheConsumer() {
        StallRetry.run(this::publishContradictionsAndCheck);
    }

    private void publishContradictionsAndCheck() {
        reserveThreeProductsInTwoShards();
        double before = service.count(CONTRADICTIONS);
        UUID otherPayment = UUID.randomUUID();

        awaitConsumed(topic.send(
                UUID.randomUUID(), event(otherPayment, PaymentState.CAPTURED, lamp, service.ids.next(FIRST))));
        awaitConsumed(topic.send(UUID.randomUUID(), event(payment, PaymentState.CAPTURED, lamp)));

        assertThat(service.count(CONTRADICTIONS) - before).isEqualTo(2);
        assertThat(service.reservationsOf(lamp)).isEqualTo(new ReservationTotals(2, 0));
        assertThat(service.stockOf(lamp)).isEqualTo(new StockLevel(8, 0));
    }

    @Test
    void anUnreadableRecordIsDeadLetteredAndDoesNotBlockTheConsumer() {
        StallRetry.run(this::publishUnreadableRecordAndCheck);
    }

    private void publishUnreadableRecordAndCheck() {
        reserveThreeProductsInTwoShards();
        PaymentChanged event = event(payment, PaymentState.CAPTURED, lamp);
        RecordMetadata readable = topic.send(UUID.randomUUID(), event(payment, PaymentState.RESERVED, lamp));
        long before = topic.deadLetterEndOffset(readable.partition());

        awaitConsumed(topic.send(UUID.randomUUID(), event, "{\"paymentId\": 5}".getBytes(StandardCharsets.UTF_8)));
        awaitConsumed(topic.send(UUID.randomUUID(), event));

        assertThat(topic.deadLetterEndOffset(readable.partition()) - before)
                .as("one for each shard's consumer")
                .isEqualTo(2);
        assertThat(service.reservationsOf(lamp)).isEqualTo(new ReservationTotals(2, 0));
    }

    private void publishThreeTimes(PaymentState state) {
        UUID eventId = UUID.randomUUID();
        PaymentChanged event = event(payment, state, lamp, bulb, kettle);
        for (int i = 0; i < 3; i++) {
            awaitConsumed(topic.send(eventId, event));
        }
    }

    /** Waits until the consumers of both shards have committed the record. */
    private static void awaitConsumed(RecordMetadata sent) {
        for (String shard : service.bean(Shards.class).map().shards()) {
            service.await(() -> topic.hasConsumed("catalog-stock-" + shard, sent));
        }
    }

    private static void reserve(UUID product, UUID payment) {
        String path = "/internal/products/" + product + "/reservations/" + payment + "?quantity=2";
        assertThat(service.asPayments("PUT", path).status()).isEqualTo(200);
    }

    private static PaymentChanged event(UUID payment, PaymentState state, UUID... products) {
        return new PaymentChanged(
                payment,
                service.ids.next(),
                4,
                state,
                null,
                Arrays.stream(products)
                        .map(product -> new Item(product, 2, 39_000))
                        .toList(),
                null,
                "KRW",
                78_000L * products.length,
                0,
                78_000L * products.length,
                List.of(),
                Clock.systemUTC().instant());
    }
}
