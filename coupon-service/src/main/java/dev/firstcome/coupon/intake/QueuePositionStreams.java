package dev.firstcome.coupon.intake;

import dev.firstcome.coupon.progress.Watermarks;
import dev.firstcome.platform.streams.EventStream;
import dev.firstcome.platform.streams.EventStream.StreamEvent;
import dev.firstcome.platform.streams.StreamsProperties;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Service;

/** Streams the status of queued requests to clients, until each request is issued or rejected. */
@Service
public final class QueuePositionStreams implements DisposableBean {
    private final RequestStatusService statuses;
    private final Watermarks watermarks;
    private final StreamsProperties properties;
    private final Map<Integer, QueuePositionPublisher> publishers = new ConcurrentHashMap<>();

    QueuePositionStreams(RequestStatusService statuses, Watermarks watermarks, StreamsProperties properties) {
        this.statuses = statuses;
        this.watermarks = watermarks;
        this.properties = properties;
    }

    /**
     * Sends the current status of the request and each change. Completes the stream with the final status.
     *
     * @param lastEventId id of the last event that the client received, which is not sent again; null: none
     * @return cancels the subscription
     */
    public Runnable subscribe(
            QueuedRequest request,
            @Nullable String lastEventId,
            EventStream stream,
            Function<RequestStatus, StreamEvent> mapper) {
        return publishers
                .computeIfAbsent(request.position().partition(), this::publisher)
                .subscribe(request, lastEventId, stream, mapper);
    }

    private QueuePositionPublisher publisher(int partition) {
        return new QueuePositionPublisher(partition, statuses, watermarks, properties.lookEvery());
    }

    @Override
    public void destroy() {
        publishers.values().forEach(QueuePositionPublisher::close);
    }
}
