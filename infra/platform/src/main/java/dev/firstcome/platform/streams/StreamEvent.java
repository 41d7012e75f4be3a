package dev.firstcome.platform.streams;

/**
 * One server-sent event.
 *
 * @param id the {@code Last-Event-ID} with which a client resumes after this event; one line
 * @param name the event type; one line
 * @param data the JSON of the event
 */
public record StreamEvent(String id, String name, String data) {
    public StreamEvent {
        if (!isOneLine(id) || !isOneLine(name)) {
            throw new IllegalStateException("the id and the name of an event must be one line each: " + name);
        }
    }

    private static boolean isOneLine(String text) {
        return text.chars().allMatch(character -> character >= ' ');
    }
}
