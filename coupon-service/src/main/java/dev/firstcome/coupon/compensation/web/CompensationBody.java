package dev.firstcome.coupon.compensation.web;

import dev.firstcome.platform.problems.ProblemException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The request body of a grant or a revocation.
 *
 * @param userIds grant only: the users who each get one coupon
 * @param rebuildId grant only, instead of {@code userIds}: grants the coupons that this rebuild found missing
 * @param cursor with {@code rebuildId} only: {@code nextCursor} of the previous response
 * @param couponIds revocation only: the coupons to revoke
 * @param message shown to the users in the notification
 * @param reason for the audit trail only
 */
record CompensationBody(
        @Nullable List<UUID> userIds,
        @Nullable UUID rebuildId,
        @Nullable UUID cursor,
        @Nullable List<UUID> couponIds,
        @Nullable String message,
        @Nullable String reason) {
    static final int IDS_MAX = 1_000;
    private static final int MESSAGE_MAX = 500;

    /** The rebuild whose missing coupons are granted; null if the users are listed. */
    @Nullable
    UUID checkedRebuild() {
        if (rebuildId != null && userIds != null) {
            throw ProblemException.invalid("userIds", "either userIds or rebuildId, not both");
        }
        return rebuildId;
    }

    Set<UUID> checkedUsers() {
        return checked("userIds", userIds);
    }

    Set<UUID> checkedCoupons() {
        return checked("couponIds", couponIds);
    }

    @Nullable
    String checkedMessage() {
        if (message == null) {
            return null;
        }
        String text = message.strip();
        if (text.isEmpty()
                || text.codePointCount(0, text.length()) > MESSAGE_MAX
                || text.codePoints().anyMatch(Character::isISOControl)) {
            throw ProblemException.invalid("message", "1 to " + MESSAGE_MAX + " characters, no control characters");
        }
        return text;
    }

    private static Set<UUID> checked(String field, @Nullable List<UUID> ids) {
        if (ids == null || ids.isEmpty() || ids.size() > IDS_MAX || ids.stream().anyMatch(Objects::isNull)) {
            throw ProblemException.invalid(field, "1 to " + IDS_MAX + " ids");
        }
        return new LinkedHashSet<>(ids);
    }
}
