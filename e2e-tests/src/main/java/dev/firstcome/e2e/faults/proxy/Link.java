package dev.firstcome.e2e.faults.proxy;

/**
 * All connections that one part has made, or makes, to a port of another.
 *
 * @param from a part's name, or {@link #ANYONE}
 * @param to a name in the platform's table of ports: a part's, or that of its second listener such as {@code kafka-1-controller}
 */
public record Link(String from, String to) {
    public static final String ANYONE = "*";

    public Link {
        if (from.isBlank() || to.isBlank()) {
            throw new IllegalArgumentException("A link has two ends, not \"%s\" and \"%s\"".formatted(from, to));
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
