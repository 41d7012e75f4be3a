package dev.firstcome.coupon.campaign;

import dev.firstcome.contracts.coupon.CampaignMode;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The immutable definition of a campaign. Its current state is in the partition state.
 *
 * @param partition of the coupon log; assigned at creation and never recalculated
 * @param commandId id of the command that created the campaign; a retry with the same id finds it
 * @param seedHash SHA-256 of the draw seed in lower-case hex; null if the campaign has no draw
 */
public record Campaign(
        UUID id,
        int partition,
        Terms terms,
        UUID createdBy,
        String commandId,
        @Nullable String seedHash) {
    /**
     * The terms that the operator set.
     *
     * @param stock the initial stock; additions are in the partition state
     * @param perUserLimit maximum number of requested coupons per user
     * @param segments the user segments that may request a coupon; empty: all users
     * @param drawFrom start of the ticket phase of a draw, whose order decides when the campaign opens; null: no draw,
     *     first come, first served
     * @param validityDays days until an issued coupon expires
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

        /** Whether tickets for the draw are accepted at this time. */
        public boolean acceptsTickets(Instant now) {
            return drawFrom != null && !now.isBefore(drawFrom) && now.isBefore(opensAt);
        }

        /** Whether a user of these segments may request a coupon. */
        public boolean admits(List<String> usersSegments) {
            return segments.isEmpty() || !Collections.disjoint(segments, usersSegments);
        }
    }
}
