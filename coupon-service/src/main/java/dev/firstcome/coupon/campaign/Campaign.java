package dev.firstcome.coupon.campaign;

import java.time.Instant;
import java.util.UUID;

/**
 * A campaign as it was made; none of it changes. What has become of it since is in the fold.
 *
 * @param partition of the coupon log, for ever; never computed again
 * @param commandId of its first record, by which a repeated call finds it
 */
public record Campaign(UUID id, int partition, Terms terms, UUID createdBy, String commandId) {
    /** What the operator set. {@code validityDays}: how long a coupon is good after it was issued. */
    public record Terms(
            String name, long stock, Instant opensAt, Instant closesAt, Discount discount, int validityDays) {}
}
