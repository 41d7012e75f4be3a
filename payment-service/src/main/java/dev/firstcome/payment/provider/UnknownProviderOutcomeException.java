package dev.firstcome.payment.provider;

/** The provider was called, and the effect of the call is not known. */
public class UnknownProviderOutcomeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final CompletedCalls completedCalls;

    /** The calls under an idempotency key that are known to have no further effect. */
    public enum CompletedCalls {
        /** No call: this call may still be in progress at the provider. */
        NONE,
        /** This call failed at the provider. An earlier call under the same key may still be in progress. */
        THIS_CALL,
        /** All calls under this key: the provider replayed the stored response of the key. */
        ALL_OF_KEY
    }

    public UnknownProviderOutcomeException(String message, CompletedCalls completedCalls, Throwable cause) {
        super(message, cause);
        this.completedCalls = completedCalls;
    }

    public CompletedCalls completedCalls() {
        return completedCalls;
    }
}
