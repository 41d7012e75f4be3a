package dev.firstcome.platform.streams;

/** A source of events for a stream. */
@FunctionalInterface
public interface StreamSource {
    /** Starts offering events to the stream. The returned action cancels that; it is called once. */
    Runnable subscribe(EventStream stream);
}
