package dev.firstcome.coupon.shadow;

/** Aborts an attempt of a rebuild. */
public abstract sealed class RebuildAbortedException extends RuntimeException {
    private RebuildAbortedException(String message) {
        super(message);
    }

    /** An operator cancelled the rebuild. */
    public static final class CancelledException extends RebuildAbortedException {
        public CancelledException() {
            super("cancelled by an operator");
        }
    }

    /** This process is stopping or lost the partition, or another attempt has started. */
    public static final class SupersededException extends RebuildAbortedException {
        public SupersededException() {
            super("this attempt was superseded");
        }
    }

    /** The rebuild has failed permanently. */
    public static final class FailedException extends RebuildAbortedException {
        private final String code;

        public FailedException(String code) {
            super(code);
            this.code = code;
        }

        public String code() {
            return code;
        }
    }
}
