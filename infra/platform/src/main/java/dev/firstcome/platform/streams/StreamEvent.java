package dev.firstcome.platform.streams;

/**
 * One event as a client gets it.
 *
 * @param id what the client says in {@code Last-Event-ID} to go on after this event; one line
 * @param name what kind of event it is; one line
 * @param data the event itself, as JSON
 */
public record StreamEvent(String id, String name, String data) {
    public StreamEvent {
        if (!isOneLine(id) || !isOneLine(name)) {
            throw new IllegalStateException("an event's id and name are one line each: " + name);
        }
    }

    private static boolean isOneLine(String text) {
        return text.chars().allMatch(letter -> letter >= ' ');
    }
}
