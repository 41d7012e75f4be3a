package dev.firstcome.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.catalog.CatalogService.Stock;
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
 * The event of a payment's end changes the stock in every shard once, however often it is published. A check of counters
 * is repeated with other products after a stall, because a consumer can process a record twice then.
 */
class PaymentEventsIT {
    private static final Bucket FIRST = new Bucket(3);
    private static final Bucket LAST = new Bucket(Bucket.COUNT - 3);
    private static final String METER = "firstcome.stock.reservations";
    private static final String CONTRADICTIONS = "firstcome.stock.contradictions";

    private static CatalogService service;
    private static PaymentTopic topic;

    private UUID payment;
    private UUID lamp;
    private UUID bulb;
    private UUID kettle;

    @BeforeAll
    static void start() {
        service = CatalogService.shared();
        topic = new PaymentTopic();
    }

    @AfterAll
    static void stop() {
        topic.close();
        service.close();
    }

    @BeforeEach
    void threeProductsInTwoShards() {
        payment = UUID.randomUUID();
        lamp = service.product(FIRST, 10);
        bulb = service.product(FIRST, 10);
        kettle = service.product(LAST, 10);
        List.of(lamp, bulb, kettle).forEach(product -> reserve(product, payment));
    }

    @Test
    void aChargeConfirmsWhatIsReservedOnceInEachShard() {
        StallRetry.run(this::aChargeIsConsumed);
    }

    private void aChargeIsConsumed() {
        threeProductsInTwoShards();
        assertThat(service.part(Shards.class).map().shardOf(FIRST))
                .isNotEqualTo(service.part(Shards.class).map().shardOf(LAST));
        double before = service.count(METER, "step", "CONFIRM");

        tellThreeTimes(PaymentState.CAPTURED);

        for (UUID product : List.of(lamp, bulb, kettle)) {
            assertThat(service.stockOf(product)).isEqualTo(new Stock(8, 0));
            assertThat(service.heldOf(product)).isEqualTo(new Stock(2, 0));
        }
        assertThat(service.count(METER, "step", "CONFIRM") - before)
                .as("confirmed")
                .isEqualTo(3);
    }

    @Test
    void whatIsNotChargedComesBackOnceInEachShard() {
        StallRetry.run(this::aDeclinedPaymentIsConsumed);
    }

    private void aDeclinedPaymentIsConsumed() {
        threeProductsInTwoShards();
        double before = service.count(METER, "step", "RELEASE");
        double contradictions = service.count(CONTRADICTIONS);

        tellThreeTimes(PaymentState.DECLINED);
        // Of a later version, as another event.
        taken(topic.send(UUID.randomUUID(), event(payment, PaymentState.DECLINED, lamp, bulb, kettle)));

        for (UUID product : List.of(lamp, bulb, kettle)) {
            assertThat(service.stockOf(product)).isEqualTo(new Stock(10, 0));
        }
        assertThat(service.count(METER, "step", "RELEASE") - before)
                .as("answered")
                .isEqualTo(6);
        assertThat(service.count(CONTRADICTIONS)).isEqualTo(contradictions);
    }

    @Test
    void aPaymentThatHasNotEndedChangesNothing() {
        double before = service.count(METER);
        for (PaymentState state : PaymentState.values()) {
            if (!state.isFinal()) {
                taken(topic.send(UUID.randomUUID(), event(payment, state, lamp, kettle)));
            }
        }

        assertThat(service.stockOf(lamp)).isEqualTo(new Stock(8, 2));
        assertThat(service.stockOf(kettle)).isEqualTo(new Stock(8, 2));
        assertThat(service.count(METER)).isEqualTo(before);
    }

    @Test
    void aReleaseThatIsToldBeforeTheReservationForbidsIt() {
        UUID early = UUID.randomUUID();

        taken(topic.send(UUID.randomUUID(), event(early, PaymentState.CANCELLED, lamp)));

        Refused.is(
                service.asPayments("PUT", "/internal/products/" + lamp + "/reservations/" + early + "?quantity=2"),
                409,
                "RESERVATION_ENDED");
        assertThat(service.stockOf(lamp)).isEqualTo(new Stock(8, 2));
    }

    @Test
    void whatContradictsTheStockIsCountedAndTheConsumerGoesOn() {
        StallRetry.run(this::contradictionsAreConsumed);
    }

    private void contradictionsAreConsumed() {
        threeProductsInTwoShards();
        double before = service.count(CONTRADICTIONS);
        UUID stranger = UUID.randomUUID();

        taken(topic.send(UUID.randomUUID(), event(stranger, PaymentState.CAPTURED, lamp, service.ids.next(FIRST))));
        taken(topic.send(UUID.randomUUID(), event(payment, PaymentState.CAPTURED, lamp)));

        assertThat(service.count(CONTRADICTIONS) - before).isEqualTo(2);
        assertThat(service.heldOf(lamp)).isEqualTo(new Stock(2, 0));
        assertThat(service.stockOf(lamp)).isEqualTo(new Stock(8, 0));
    }

    @Test
    void whatCannotBeReadGoesToTheDeadLettersAndTheConsumerGoesOn() {
        StallRetry.run(this::anUnreadableRecordIsConsumed);
    }

    private void anUnreadableRecordIsConsumed() {
        threeProductsInTwoShards();
        PaymentChanged event = event(payment, PaymentState.CAPTURED, lamp);
        RecordMetadata good = topic.send(UUID.randomUUID(), event(payment, PaymentState.RESERVED, lamp));
        long before = topic.deadLettersOf(good.partition());

        taken(topic.send(UUID.randomUUID(), event, "{\"paymentId\": 5}".getBytes(StandardCharsets.UTF_8)));
        taken(topic.send(UUID.randomUUID(), event));

        assertThat(topic.deadLettersOf(good.partition()) - before)
                .as("one for each shard's consumer")
                .isEqualTo(2);
        assertThat(service.heldOf(lamp)).isEqualTo(new Stock(2, 0));
    }

    private void tellThreeTimes(PaymentState state) {
        UUID eventId = UUID.randomUUID();
        PaymentChanged event = event(payment, state, lamp, bulb, kettle);
        for (int i = 0; i < 3; i++) {
            taken(topic.send(eventId, event));
        }
    }

    /** Both shards' consumers have done what they do about it. */
    private static void taken(RecordMetadata sent) {
        for (String shard : service.part(Shards.class).map().shards()) {
            service.await(() -> topic.isPast("catalog-stock-" + shard, sent));
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
