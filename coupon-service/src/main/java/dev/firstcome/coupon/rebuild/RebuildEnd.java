package dev.firstcome.coupon.rebuild;

/** Why a run ends before it is done. Thrown from wherever it is, to where it began. */
abstract sealed class RebuildEnd extends RuntimeException {
    private RebuildEnd(String message) {
        super(message);
    }

    /** An operator wished it. */
    static final class Cancelled extends RebuildEnd {
        Cancelled() {
            super("cancelled");
        }
    }

    /** It is another process's, or another attempt's, now. */
    static final class NotMine extends RebuildEnd {
        NotMine() {
            super("another attempt goes on");
        }
    }

    /** It cannot be done, now or later. */
    static final class Failed extends RebuildEnd {
        private final String code;

        Failed(String code) {
            super(code);
            this.code = code;
        }

        String code() {
            return code;
        }
    }
}
