package dev.firstcome.gateway.door.web;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Ends the streams before the server waits for its last calls: they would not end by themselves. */
@Component
final class OpenStreams implements SmartLifecycle {
    private final Sinks.Empty<Void> end = Sinks.empty();
    private volatile boolean running;

    /** The stream, for as long as the process goes on. */
    Mono<Void> untilTheEnd(Mono<Void> stream) {
        return stream.takeUntilOther(end.asMono());
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        end.tryEmitEmpty();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Stopped first of all. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE;
    }
}
