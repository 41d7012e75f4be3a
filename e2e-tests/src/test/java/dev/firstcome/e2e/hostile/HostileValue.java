package dev.firstcome.e2e.hostile;

import java.nio.charset.StandardCharsets;

/**
 * A value that a client should not send.
 *
 * @param name for reports
 * @param bytes how it is written: escaped in a target, as JSON in a body, unchanged in a header
 */
record HostileValue(String name, byte[] bytes) {
    static HostileValue of(String name, String text) {
        return new HostileValue(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Named by its text. */
    static HostileValue of(String text) {
        return of(text.isEmpty() ? "(empty)" : text, text);
    }

    static HostileValue ofLatin1(String name, String text) {
        return new HostileValue(name, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public String toString() {
        return name;
    }
}
