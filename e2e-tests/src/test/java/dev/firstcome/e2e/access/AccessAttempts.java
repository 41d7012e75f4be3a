package dev.firstcome.e2e.access;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;

/** Counts access attempts and records each one whose outcome differs from the expected one. Not thread-safe. */
public final class AccessAttempts {
    private final List<String> violations = new ArrayList<>();
    private int attempts;

    /** An operation that must be refused. */
    @FunctionalInterface
    public interface Attempt {
        void run() throws Exception;
    }

    /** Runs the attempt and expects a matching exception. The predicate receives the cause of an ExecutionException. */
    public void expectRefusal(String description, Predicate<Throwable> expected, Attempt attempt) {
        attempts++;
        try {
            attempt.run();
            violations.add(description + ": succeeded");
        } catch (Exception thrown) { // every kind of refusal is an exception, and the wrong kind is a fault
            Throwable cause = thrown instanceof ExecutionException wrapped && wrapped.getCause() != null
                    ? wrapped.getCause()
                    : thrown;
            if (!expected.test(cause)) {
                violations.add(description + ": " + chain(cause));
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

    /** Records a violation unless both values are equal. */
    public void expectEqual(String subject, Object expected, Object actual) {
        attempts++;
        if (!expected.equals(actual)) {
            violations.add("%s: expected %s but was %s".formatted(subject, expected, actual));
        }
    }

    public int attempts() {
        return attempts;
    }

    public List<String> violations() {
        return List.copyOf(violations);
    }
}
