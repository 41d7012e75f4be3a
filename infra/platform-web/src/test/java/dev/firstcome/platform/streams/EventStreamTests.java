package dev.firstcome.platform.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.platform.streams.EventStream.StreamEndReason;
import dev.firstcome.platform.streams.EventStream.StreamEvent;
import dev.firstcome.testsupport.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventStreamTests {
    private static final int CAPACITY = 3;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final EventStream stream = new EventStream(CAPACITY);

    @Test
    void eventsArePolledInOfferOrder() throws InterruptedException {
        assertThat(stream.isReady()).isTrue();
        assertThat(stream.offer(events(1, 2))).isTrue();
        assertThat(stream.isReady()).isFalse();
        assertThat(stream.offer(events(3))).isTrue();

        assertThat(stream.poll(TIMEOUT).events()).containsExactlyElementsOf(events(1, 2, 3));
        assertThat(stream.isReady()).isTrue();
    }

    @Test
    void anOverflowEndsTheStreamWithoutPartialEvents() throws InterruptedException {
        stream.offer(events(1, 2));

        assertThat(stream.offer(events(3, 4))).isFalse();

        assertThat(stream.poll(TIMEOUT)).isEqualTo(new EventStream.Batch(List.of(), StreamEndReason.SLOW_READER));
        assertThat(stream.offer(events(5))).isFalse();
        assertThat(stream.isReady()).isFalse();
    }

    @Test
    void eventsBeforeTheEndAreWrittenAndTheFirstReasonWins() throws InterruptedException {
        stream.offer(events(1));
        stream.end(StreamEndReason.SHUTDOWN);
        stream.end(StreamEndReason.TOKEN_EXPIRED);

        assertThat(stream.poll(TIMEOUT)).isEqualTo(new EventStream.Batch(events(1), StreamEndReason.SHUTDOWN));
        assertThat(stream.offer(events(2))).isFalse();
    }

    @Test
    void anIdleStreamSendsHeartbeats() throws InterruptedException {
        assertThat(stream.poll(Duration.ofMillis(1))).isEqualTo(new EventStream.Batch(List.of(), null));
    }

    @Test
    void concurrentOffersLoseNoEvents() throws InterruptedException {
        int each = 2_000;
        List<StreamEvent> written = new ArrayList<>();
        CountDownLatch offered = new CountDownLatch(2);
        for (int writer = 0; writer < 2; writer++) {
            int first = writer * each;
            Thread.ofVirtual().start(() -> {
                for (int i = first; i < first + each; i++) {
                    while (!stream.isReady()) {
                        Thread.onSpinWait();
                    }
                    stream.offer(events(i));
                }
                offered.countDown();
            });
        }
        Deadline deadline = Deadline.after(TIMEOUT);
        while (written.size() < 2 * each) {
            assertThat(deadline.isOver())
                    .as("not all events were written within %s", deadline)
                    .isFalse();
            written.addAll(stream.poll(TIMEOUT).events());
        }
        assertThat(offered.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();

        assertThat(written)
                .containsExactlyInAnyOrderElementsOf(
                        events(IntStream.range(0, 2 * each).toArray()));
    }

    @Test
    void anEventIdWithSeveralLinesIsRejected() {
        assertThatThrownBy(() -> new StreamEvent("1\n", "message", "{}")).isInstanceOf(IllegalStateException.class);
    }

    private static List<StreamEvent> events(int... numbers) {
        return IntStream.of(numbers)
                .mapToObj(number -> new StreamEvent(String.valueOf(number), "message", "{}"))
                .toList();
    }
}
