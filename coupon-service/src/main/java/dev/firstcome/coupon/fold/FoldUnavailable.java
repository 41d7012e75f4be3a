package dev.firstcome.coupon.fold;

/** The state cannot be read now: its Redis is away, or it is being made anew. */
public final class FoldUnavailable extends RuntimeException {
    public FoldUnavailable(String reason) {
        super(reason);
    }

    public FoldUnavailable(String reason, Throwable cause) {
        super(reason, cause);
    }
}
