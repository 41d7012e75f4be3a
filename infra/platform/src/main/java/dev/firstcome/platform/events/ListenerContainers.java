package dev.firstcome.platform.events;

import java.util.List;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;

/** Consumers that start and stop with the process, together. */
public final class ListenerContainers implements SmartLifecycle {
    private final List<ConcurrentMessageListenerContainer<byte[], byte[]>> containers;
    private volatile boolean running;

    public ListenerContainers(List<ConcurrentMessageListenerContainer<byte[], byte[]>> containers) {
        this.containers = List.copyOf(containers);
    }

    @Override
    public void start() {
        containers.forEach(ConcurrentMessageListenerContainer::start);
        running = true;
    }

    @Override
    public void stop() {
        containers.forEach(ConcurrentMessageListenerContainer::stop);
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
