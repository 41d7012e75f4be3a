package dev.firstcome.e2e.faults.proxy;

/**
 * All present and future connections from one process to a port of another.
 *
 * @param from the name of a process, or {@link #ANYONE}
 * @param to a name in the platform's port table: of a process, or of a second port such as {@code kafka-1-controller}
 */
public record Link(String from, String to) {
    public static final String ANYONE = "*";

    public Link {
        if (from.isBlank() || to.isBlank()) {
            throw new IllegalArgumentException(
                    "A link requires two process names, not \"%s\" and \"%s\"".formatted(from, to));
        }
    }

    public static Link of(String from, String to) {
        return new Link(from, to);
    }

    public static Link fromAnyone(String to) {
        return new Link(ANYONE, to);
    }

    boolean fromAnyone() {
        return from.equals(ANYONE);
    }

    @Override
    public String toString() {
        return from + "->" + to;
    }
}
