package dev.firstcome.payment.provider;

/** The provider was called and it is not known what it did, or what is the case there. */
public class ProviderUnclear extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean answered;

    /** @param answered whether there was an answer, only none that says what was done: then the call is over */
    public ProviderUnclear(String what, boolean answered, Throwable cause) {
        super(what, cause);
        this.answered = answered;
    }

    /** Whether the call is over; false: it may still have its effect. */
    public boolean answered() {
        return answered;
    }
}
