package dev.firstcome.e2e.verifier.collect;

import dev.firstcome.contracts.Topics;
import dev.firstcome.e2e.verifier.PaymentsEvidence;
import dev.firstcome.e2e.verifier.PaymentsEvidence.Entry;
import dev.firstcome.e2e.verifier.PaymentsEvidence.PaymentEvent;
import dev.firstcome.e2e.verifier.PaymentsEvidence.PaymentRow;
import dev.firstcome.e2e.verifier.PaymentsEvidence.ProductRow;
import dev.firstcome.e2e.verifier.PaymentsEvidence.RefundRow;
import dev.firstcome.e2e.verifier.PaymentsEvidence.Reservation;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.PlatformDescription.Database;
import dev.firstcome.local.PlatformDescription.Shard;
import dev.firstcome.local.layout.ServiceDefinition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Collects the payment evidence from the service databases, the event topic, and the provider's ledger. */
public final class PaymentsCollector implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final PlatformDescription platform;
    private final ShardRows rows;
    private final List<Database> payment;
    private final List<Database> catalog;
    private final List<Database> coupon;
    private final ProviderLedger provider;

    public PaymentsCollector(PlatformDescription platform) {
        this(platform, ShardRows.connectingPerQuery(platform));
    }

    /** @param rows is closed by the caller */
    public PaymentsCollector(PlatformDescription platform, ShardRows rows) {
        this.platform = platform;
        this.rows = rows;
        this.payment = List.of(platform.database(ServiceDefinition.PAYMENT));
        this.catalog = List.of(platform.database(ServiceDefinition.CATALOG));
        this.coupon = List.of(platform.database(ServiceDefinition.COUPON));
        this.provider = new ProviderLedger(platform.provider());
    }

    public ProviderLedger provider() {
        return provider;
    }

    /** Returns the number of payments and refunds without a final state. */
    public long countOpen() {
        return rows.of(payment, """
                        select (select count(*) from payment where due_at is not null)
                            + (select count(*) from refund where due_at is not null)""", row -> row.getLong(1)).stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Returns the number of events in the outbox of the payment service. */
    public long countUnpublished() {
        return rows.of(payment, "select count(*) from outbox", row -> row.getLong(1)).stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    public PaymentsEvidence collect() {
        Map<String, List<UUID>> consumed = new HashMap<>();
        for (List<Database> service : List.of(coupon, catalog)) {
            rows.of(
                    service,
                    "select consumer, event_id from inbox",
                    row -> consumed.computeIfAbsent(row.getString(1), any -> new ArrayList<>())
                            .add(row.getObject(2, UUID.class)));
        }
        return new PaymentsEvidence(
                payments(), refunds(), entries(), provider.movements(), reservations(), products(), events(), consumed);
    }

    private List<PaymentRow> payments() {
        return rows.of(
                payment,
                "select payment_id, user_id, state, currency, total, refunded, coupon_id, items from payment",
                row -> {
                    Map<UUID, Integer> items = new HashMap<>();
                    JSON.readTree(row.getString(8))
                            .forEach(item -> items.put(
                                    UUID.fromString(item.path("productId").asString()),
                                    item.path("quantity").asInt()));
                    return new PaymentRow(
                            row.getObject(1, UUID.class),
                            row.getObject(2, UUID.class),
                            row.getString(3),
                            row.getString(4),
                            row.getLong(5),
                            row.getLong(6),
                            row.getObject(7, UUID.class),
                            items);
                });
    }

    private List<RefundRow> refunds() {
        return rows.of(
                payment,
                "select refund_id, payment_id, state, amount from refund",
                row -> new RefundRow(
                        row.getObject(1, UUID.class), row.getObject(2, UUID.class), row.getString(3), row.getLong(4)));
    }

    private List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (Shard shard : platform.shards()) {
            entries.addAll(rows.ofOne(
                    shard,
                    payment.getFirst(),
                    "select posting_id, payment_id, account, currency, amount from ledger_entry",
                    row -> new Entry(
                            shard.name(),
                            row.getObject(1, UUID.class),
                            row.getObject(2, UUID.class),
                            row.getString(3),
                            row.getString(4),
                            row.getLong(5))));
        }
        return entries;
    }

    /** Returns all reservations of coupons and products, including ended ones. */
    public List<Reservation> reservations() {
        List<Reservation> all = new ArrayList<>(rows.of(
                coupon,
                "select coupon_id, payment_id, state from coupon_reservation",
                row -> new Reservation(
                        true, row.getObject(1, UUID.class), row.getObject(2, UUID.class), row.getString(3), 1)));
        all.addAll(rows.of(
                catalog,
                "select product_id, payment_id, state, quantity from stock_reservation",
                row -> new Reservation(
                        false,
                        row.getObject(1, UUID.class),
                        row.getObject(2, UUID.class),
                        row.getString(3),
                        row.getInt(4))));
        return all;
    }

    private List<ProductRow> products() {
        return rows.of(
                catalog,
                "select product_id, stock from product",
                row -> new ProductRow(row.getObject(1, UUID.class), row.getLong(2)));
    }

    private List<PaymentEvent> events() {
        try (TopicReader topics = new TopicReader(platform.kafka())) {
            return topics.read(Topics.PAYMENT_EVENTS).records().stream()
                    .map(PaymentsCollector::event)
                    .toList();
        }
    }

    static PaymentEvent event(ConsumerRecord<byte[], byte[]> record) {
        JsonNode body = JSON.readTree(record.value());
        String coupon = body.path("couponId").asString("");
        Set<UUID> products = new HashSet<>();
        body.path("items")
                .forEach(item ->
                        products.add(UUID.fromString(item.path("productId").asString())));
        return new PaymentEvent(
                UUID.fromString(new String(record.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8)),
                UUID.fromString(body.path("paymentId").asString()),
                body.path("version").asLong(),
                body.path("state").asString(),
                coupon.isEmpty() ? null : UUID.fromString(coupon),
                products);
    }

    @Override
    public void close() {
        provider.close();
    }
}
