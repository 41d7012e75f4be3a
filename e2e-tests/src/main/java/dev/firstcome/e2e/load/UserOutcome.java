package dev.firstcome.e2e.load;

import org.jspecify.annotations.Nullable;

/** How the rush ended for one user, as far as this user was told. */
public sealed interface UserOutcome {
    /** The coupon that the user was told to have, or null. */
    default @Nullable String couponId() {
        return null;
    }

    /** The user has a coupon of the campaign. */
    record Issued(String requestId, String couponId, long sequence) implements UserOutcome {}

    /** The accepted request was rejected; a duplicate names the coupon that the user has. */
    record Rejected(
            String requestId, String reason, @Nullable String couponId) implements UserOutcome {}

    /** Refused at the door: nothing was written to the log for the last try. Names the coupon if the user has one. */
    record Refused(String code, @Nullable String couponId) implements UserOutcome {}

    /** Accepted, but no final answer came while the user waited. */
    record Unanswered(String requestId) implements UserOutcome {}

    /** Never accepted nor refused while the user waited: the log knows. */
    record Unknown(String key) implements UserOutcome {}
}
