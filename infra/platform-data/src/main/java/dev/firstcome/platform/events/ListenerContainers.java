package dev.firstcome.platform.events;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;

/** Listener containers that start and stop with the process. */
public final class ListenerContainers implements SmartLifecycle {
    private final List<ConcurrentMessageListenerContainer<byte[], byte[]>> containers;
    private final Map<ConcurrentMessageListenerContainer<byte[], byte[]>, List<TopicPartition>> unread;
    private volatile boolean running;

    public ListenerContainers(List<ConcurrentMessageListenerContainer<byte[], byte[]>> containers) {
        this(containers, Map.of());
    }

    /** @param unread partitions that stay paused, also after a failure, when a container resumes all its partitions */
    public ListenerContainers(
            List<ConcurrentMessageListenerContainer<byte[], byte[]>> containers,
            Map<ConcurrentMessageListenerContainer<byte[], byte[]>, List<TopicPartition>> unread) {
        this.containers = List.copyOf(containers);
        this.unread = Map.copyOf(unread);
    }

    @Override
    public void start() {
        containers.forEach(this::start);
        running = true;
    }

    private void start(ConcurrentMessageListenerContainer<byte[], byte[]> container) {
        container.start();
        for (TopicPartition partition : unread.getOrDefault(container, List.of())) {
            container.getContainers().forEach(each -> each.pausePartition(partition));
        }
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
