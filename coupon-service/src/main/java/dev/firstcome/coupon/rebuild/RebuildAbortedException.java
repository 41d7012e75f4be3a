package dev.firstcome.coupon.rebuild;

/** Aborts an attempt of a rebuild. */
abstract sealed class RebuildAbortedException extends RuntimeException {
    private RebuildAbortedException(String message) {
        super(message);
    }

    /** An operator cancelled the rebuild. */
    static final class CancelledException extends RebuildAbortedException {
        CancelledException() {
            super("cancelled by an operator");
        }
    }

    /** This process is stopping or lost the partition, or another attempt has started. */
    static final class SupersededException extends RebuildAbortedException {
        SupersededException() {
            super("this attempt was superseded");
        }
    }

    /** The rebuild has failed permanently. */
    static final class FailedException extends RebuildAbortedException {
        private final String code;

        FailedException(String code) {
            super(code);
            this.code = code;
        }

        String code() {
            return code;
        }
    }
}
