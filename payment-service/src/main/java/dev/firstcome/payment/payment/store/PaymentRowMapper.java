package dev.firstcome.payment.payment.store;

import dev.firstcome.contracts.payment.PaymentReason;
import dev.firstcome.contracts.payment.PaymentState;
import dev.firstcome.payment.payment.Payment;
import dev.firstcome.platform.ids.BucketedIds;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Maps rows of lists from the table {@code payment} to {@link Payment}. */
@Component
class PaymentRowMapper {
    private static final TypeReference<List<Payment.Item>> ITEMS = new TypeReference<>() {};

    /** Bound on the clock difference between the processes that create ids. */
    private static final Duration CLOCK_SKEW_MAX = Duration.ofMinutes(10);

    /** A separate mapper: the stored format must not depend on the settings of the web layer. */
    private final JsonMapper json = JsonMapper.builder().build();

    private final Clock clock;

    PaymentRowMapper(Clock clock) {
        this.clock = clock;
    }

    Payment read(ResultSet row, int number) throws SQLException {
        String reason = row.getString("reason");
        return new Payment(
                row.getObject("payment_id", UUID.class),
                row.getObject("user_id", UUID.class),
                PaymentState.valueOf(row.getString("state")),
                reason == null ? null : PaymentReason.valueOf(reason),
                row.getInt("step"),
                row.getLong("version"),
                row.getInt("attempt"),
                row.getInt("key_number"),
                new Payment.Terms(
                        new Payment.Price(row.getString("currency"), row.getLong("amount"), row.getLong("discount")),
                        row.getObject("coupon_id", UUID.class),
                        json.readValue(row.getString("items"), ITEMS),
                        row.getString("payment_method")),
                row.getString("intent_id"),
                row.getLong("refunded"),
                time(row, "created_at"),
                time(row, "changed_at"));
    }

    static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /** Returns a lower bound of the user's payment ids that are younger than the age, for an index range scan. */
    UUID minIdOf(UUID userId, Duration age) {
        long since = clock.millis() - age.plus(CLOCK_SKEW_MAX).toMillis();
        return BucketedIds.of(since, BucketedIds.bucketOf(userId), 0);
    }
}
