package dev.firstcome.coupon.campaign.web;

import dev.firstcome.platform.problems.ProblemException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The request body of an operator command.
 *
 * @param reason for the audit trail
 * @param until of a pause: the expected resume time, which users see
 * @param amount of a stock addition: the number of coupons to add
 * @param userId of a block: the blocked user
 */
record CommandBody(
        @Nullable String reason,
        @Nullable Instant until,
        @Nullable Long amount,
        @Nullable UUID userId) {
    private static final long STOCK_MAX = 1_000_000_000;
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    @Nullable
    Instant validUntil(Instant now) {
        if (until != null && (until.isBefore(now) || until.isAfter(LATEST))) {
            throw ProblemException.invalid("until", "must be in the future");
        }
        return until;
    }

    long validAmount() {
        if (amount == null || amount < 1 || amount > STOCK_MAX) {
            throw ProblemException.invalid("amount", "1 to " + STOCK_MAX);
        }
        return amount;
    }

    UUID validUserId() {
        if (userId == null) {
            throw ProblemException.invalid("userId", "is missing");
        }
        return userId;
    }
}
