package dev.firstcome.e2e.access;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;

/** What was tried, and what of it was not refused as it should have been. */
public final class AccessAttempts {
    private final List<String> faults = new ArrayList<>();
    private int tries;

    /** Something that must be refused. */
    @FunctionalInterface
    public interface Try {
        void run() throws Exception;
    }

    /** Does it, and expects to be refused with such an exception; one that only wraps another is looked into. */
    public void mustBeRefused(String what, Predicate<Throwable> asExpected, Try deed) {
        tries++;
        try {
            deed.run();
            faults.add(what + ": done");
        } catch (Exception thrown) { // every kind of refusal is an exception, and the wrong kind is a fault
            Throwable cause = thrown instanceof ExecutionException wrapped && wrapped.getCause() != null
                    ? wrapped.getCause()
                    : thrown;
            if (!asExpected.test(cause)) {
                faults.add(what + ": " + chain(cause));
            }
        }
    }

    private static String chain(Throwable thrown) {
        StringBuilder text = new StringBuilder(thrown.toString());
        for (Throwable cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
            text.append(", caused by ").append(cause);
        }
        return text.toString();
    }

    /** Notes what must be so. */
    public void mustBe(String what, Object expected, Object found) {
        tries++;
        if (!expected.equals(found)) {
            faults.add("%s: %s, not %s".formatted(what, found, expected));
        }
    }

    /** How many things were tried. */
    public int tries() {
        return tries;
    }

    public List<String> faults() {
        return List.copyOf(faults);
    }
}
