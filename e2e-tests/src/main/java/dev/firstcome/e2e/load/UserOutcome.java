package dev.firstcome.e2e.load;

import org.jspecify.annotations.Nullable;

/** The outcome of one user's session, as the user saw it. */
public sealed interface UserOutcome {
    /** The coupon that the answers named as the user's, or null. */
    default @Nullable String couponId() {
        return null;
    }

    /** A coupon was issued to the user. */
    record Issued(String requestId, String couponId, long sequence) implements UserOutcome {}

    /** The accepted request was rejected; a duplicate names the user's existing coupon. */
    record Rejected(
            String requestId, String reason, @Nullable String couponId) implements UserOutcome {}

    /** The last attempt was refused and not written to the request log. Names the user's existing coupon, if any. */
    record Refused(String code, @Nullable String couponId) implements UserOutcome {}

    /** The request was accepted, but the user saw no final state within the session. */
    record Unanswered(String requestId) implements UserOutcome {}

    /** The request was neither accepted nor refused within the session; the request log decides its effect. */
    record Unknown(String key) implements UserOutcome {}
}
