package dev.firstcome.platform.streams;

/** What has events for a stream. */
@FunctionalInterface
public interface StreamSource {
    /** Begins to offer events to the stream; what comes back ends that, and is called once. */
    Runnable feed(EventStream stream);
}
