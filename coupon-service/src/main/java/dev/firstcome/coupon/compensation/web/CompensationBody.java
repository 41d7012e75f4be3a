package dev.firstcome.coupon.compensation.web;

import dev.firstcome.platform.problems.ProblemException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The body of a grant or a revocation.
 *
 * @param userIds with a grant: who gets one
 * @param rebuildId with a grant, instead of {@code userIds}: to those whom this rebuild's difference wrongs
 * @param cursor with {@code rebuildId}: the answer's {@code nextCursor}, to go on
 * @param couponIds with a revocation: which are taken back
 * @param message what the users are told of the reason
 * @param reason why; for the audit trail
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

    /** The rebuild whose difference is granted; null: users are named. */
    @Nullable
    UUID checkedRebuild() {
        if (rebuildId != null && userIds != null) {
            throw ProblemException.invalid("userIds", "either userIds or rebuildId");
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
