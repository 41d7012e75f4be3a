package dev.firstcome.model.proof;

/** An export, key or receipt is incomplete or contradicts the signatures. */
public final class ProofMismatchException extends RuntimeException {
    public ProofMismatchException(String what) {
        super(what);
    }

    ProofMismatchException(String what, Throwable cause) {
        super(what, cause);
    }
}
