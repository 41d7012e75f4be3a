package dev.firstcome.gateway.audit;

/** What a call carries once it is in the trail, so that it is written once. */
public final class WrittenCalls {
    /** The attribute of the call; its value says nothing. */
    public static final String ATTRIBUTE = WrittenCalls.class.getName();

    private WrittenCalls() {}
}
