package dev.firstcome.gateway.ingress.web;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Completes all open streams at shutdown, before the server drains its active requests: streams have no natural end.
 */
@Component
final class StreamShutdownLifecycle implements SmartLifecycle {
    private final Sinks.Empty<Void> shutdown = Sinks.empty();
    private volatile boolean running;

    /** Returns the stream, cancelled at shutdown. */
    Mono<Void> untilShutdown(Mono<Void> stream) {
        return stream.takeUntilOther(shutdown.asMono());
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        shutdown.tryEmitEmpty();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Stops in the first shutdown phase. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE;
    }
}
