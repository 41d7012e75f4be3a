package dev.firstcome.payment.provider;

/** The provider was called and it is not known what it did, or what is the case there. */
public class ProviderUnclear extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Over over;

    /** What cannot have an effect any more that it has not had. */
    public enum Over {
        /** Nothing: the call may still be under way there. */
        NOTHING,
        /** This call, since it failed there; an earlier one under the same key, of which nothing was heard, may not be. */
        THIS_CALL,
        /** Every call under this key: the provider gave its kept answer again. */
        ITS_KEY
    }

    public ProviderUnclear(String what, Over over, Throwable cause) {
        super(what, cause);
        this.over = over;
    }

    public Over over() {
        return over;
    }
}
