package dev.firstcome.coupon.campaign;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/**
 * A campaign as it was made; none of it changes. What has become of it since is in the fold.
 *
 * @param partition of the coupon log, for ever; never computed again
 * @param commandId of its first record, by which a repeated call finds it
 */
public record Campaign(UUID id, int partition, Terms terms, UUID createdBy, String commandId) {
    /**
     * What the operator set.
     *
     * @param stock to begin with; what was added since is in the fold
     * @param perUserLimit coupons that a user may get on request
     * @param segments groups of users that may ask; none: everybody
     * @param validityDays how long a coupon is good after it was issued
     */
    public record Terms(
            String name,
            long stock,
            int perUserLimit,
            List<String> segments,
            Instant opensAt,
            Instant closesAt,
            Discount discount,
            int validityDays) {
        /** Whether a user of these segments may ask. */
        public boolean admits(List<String> usersSegments) {
            return segments.isEmpty() || !Collections.disjoint(segments, usersSegments);
        }
    }
}
