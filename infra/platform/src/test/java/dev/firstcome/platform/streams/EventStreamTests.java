package dev.firstcome.platform.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.testsupport.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventStreamTests {
    private static final int WAITING_MAX = 3;
    private static final Duration LONG = Duration.ofSeconds(60);

    private final EventStream stream = new EventStream(WAITING_MAX);

    @Test
    void whatIsOfferedComesInItsOrder() throws InterruptedException {
        assertThat(stream.wantsMore()).isTrue();
        assertThat(stream.offer(events(1, 2))).isTrue();
        assertThat(stream.wantsMore()).isFalse();
        assertThat(stream.offer(events(3))).isTrue();

        assertThat(stream.take(LONG).events()).containsExactlyElementsOf(events(1, 2, 3));
        assertThat(stream.wantsMore()).isTrue();
    }

    @Test
    void aReaderThatDoesNotKeepUpIsCutOffAndGetsNothingHalf() throws InterruptedException {
        stream.offer(events(1, 2));

        assertThat(stream.offer(events(3, 4))).isFalse();

        assertThat(stream.take(LONG)).isEqualTo(new EventStream.Work(List.of(), StreamEnd.SLOW_READER));
        assertThat(stream.offer(events(5))).isFalse();
        assertThat(stream.wantsMore()).isFalse();
    }

    @Test
    void whatCameBeforeTheEndIsStillWrittenAndTheFirstReasonStays() throws InterruptedException {
        stream.offer(events(1));
        stream.end(StreamEnd.SHUTDOWN);
        stream.end(StreamEnd.TOKEN_EXPIRED);

        assertThat(stream.take(LONG)).isEqualTo(new EventStream.Work(events(1), StreamEnd.SHUTDOWN));
        assertThat(stream.offer(events(2))).isFalse();
    }

    @Test
    void aSilentStreamGivesASignOfLife() throws InterruptedException {
        assertThat(stream.take(Duration.ofMillis(1))).isEqualTo(new EventStream.Work(List.of(), null));
        stream.nudge();
        assertThat(stream.take(LONG)).isEqualTo(new EventStream.Work(List.of(), null));
    }

    @Test
    void manyWhoOfferAndOneWhoWritesLoseNothing() throws InterruptedException {
        int each = 2_000;
        List<StreamEvent> written = new ArrayList<>();
        CountDownLatch offered = new CountDownLatch(2);
        for (int writer = 0; writer < 2; writer++) {
            int first = writer * each;
            Thread.ofVirtual().start(() -> {
                for (int i = first; i < first + each; i++) {
                    while (!stream.wantsMore()) {
                        Thread.onSpinWait();
                    }
                    stream.offer(events(i));
                }
                offered.countDown();
            });
        }
        Deadline deadline = Deadline.after(LONG);
        while (written.size() < 2 * each) {
            assertThat(deadline.isOver()).as("not all within %s", deadline).isFalse();
            written.addAll(stream.take(LONG).events());
        }
        assertThat(offered.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();

        assertThat(written)
                .containsExactlyInAnyOrderElementsOf(
                        events(IntStream.range(0, 2 * each).toArray()));
    }

    @Test
    void anEventOfSeveralLinesInItsIdIsAnError() {
        assertThatThrownBy(() -> new StreamEvent("1\n", "message", "{}")).isInstanceOf(IllegalStateException.class);
    }

    private static List<StreamEvent> events(int... numbers) {
        return IntStream.of(numbers)
                .mapToObj(number -> new StreamEvent(String.valueOf(number), "message", "{}"))
                .toList();
    }
}
