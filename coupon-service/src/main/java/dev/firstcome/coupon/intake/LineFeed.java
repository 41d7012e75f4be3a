package dev.firstcome.coupon.intake;

import dev.firstcome.coupon.progress.Watermarks;
import dev.firstcome.platform.streams.EventStream;
import dev.firstcome.platform.streams.StreamEvent;
import dev.firstcome.platform.streams.StreamsProperties;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Service;

/** Tells those who wait how their line moves, each until the request is issued or rejected. */
@Service
public final class LineFeed implements DisposableBean {
    private final RequestStandings standings;
    private final Watermarks watermarks;
    private final StreamsProperties properties;
    private final Map<Integer, PartitionLine> lines = new ConcurrentHashMap<>();

    LineFeed(RequestStandings standings, Watermarks watermarks, StreamsProperties properties) {
        this.standings = standings;
        this.watermarks = watermarks;
        this.properties = properties;
    }

    /**
     * Offers where the request stands, now and each time it changes. The stream is complete with the final standing.
     *
     * @param seen id of the last event that the reader has, which is not told again; null: none
     * @return ends it
     */
    public Runnable follow(
            AskedRequest asked,
            @Nullable String seen,
            EventStream stream,
            Function<RequestStanding, StreamEvent> form) {
        return lines.computeIfAbsent(asked.place().partition(), this::line).follow(asked, seen, stream, form);
    }

    private PartitionLine line(int partition) {
        return new PartitionLine(partition, standings, watermarks, properties.lookEvery());
    }

    @Override
    public void destroy() {
        lines.values().forEach(PartitionLine::close);
    }
}
