package dev.firstcome.coupon.campaign;

import dev.firstcome.contracts.coupon.CampaignMode;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A campaign as it was made; none of it changes. What has become of it since is in the fold.
 *
 * @param partition of the coupon log, for ever; never computed again
 * @param commandId of its first record, by which a repeated call finds it
 * @param seedHash of its draw: SHA-256 of the seed in lower-case hex; null: no draw
 */
public record Campaign(
        UUID id,
        int partition,
        Terms terms,
        UUID createdBy,
        String commandId,
        @Nullable String seedHash) {
    /**
     * What the operator set.
     *
     * @param stock to begin with; what was added since is in the fold
     * @param perUserLimit coupons that a user may get on request
     * @param segments groups of users that may ask; none: everybody
     * @param drawFrom from when on tickets for the draw are taken, whose order the opening begins with; null: no draw, who
     *     comes first is served first
     * @param validityDays how long a coupon is good after it was issued
     */
    public record Terms(
            String name,
            long stock,
            int perUserLimit,
            List<String> segments,
            @Nullable Instant drawFrom,
            Instant opensAt,
            Instant closesAt,
            Discount discount,
            int validityDays) {
        public CampaignMode mode() {
            return drawFrom == null ? CampaignMode.FIFO : CampaignMode.DRAW;
        }

        /** Whether tickets for the draw are taken at this time. */
        public boolean takesTickets(Instant now) {
            return drawFrom != null && !now.isBefore(drawFrom) && now.isBefore(opensAt);
        }

        /** Whether a user of these segments may ask. */
        public boolean admits(List<String> usersSegments) {
            return segments.isEmpty() || !Collections.disjoint(segments, usersSegments);
        }
    }
}
