package dev.firstcome.model.proof;

/** What was looked at cannot be what the shop signed, or not all of it is there. */
public final class Contradiction extends RuntimeException {
    public Contradiction(String what) {
        super(what);
    }

    Contradiction(String what, Throwable cause) {
        super(what, cause);
    }
}
