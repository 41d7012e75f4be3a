package dev.firstcome.gateway.deadlines.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.netty.Connection;

class ServiceCallTests {
    private static final long START = 1_000;

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final ServiceCall call = new ServiceCall(Duration.ofSeconds(5), START);

    @Test
    void theBudgetIsWhatIsLeftOfTheTimeOut() {
        assertThat(call.budgetMillis(START)).hasValue(5_000);
        assertThat(call.budgetMillis(after(Duration.ofMillis(1_200)))).hasValue(3_800);
        assertThat(call.budgetMillis(after(Duration.ofSeconds(5)))).hasValue(0);
        assertThat(call.budgetMillis(after(Duration.ofSeconds(9)))).hasValue(0);
    }

    @Test
    void withoutATimeOutThereIsNoBudget() {
        assertThat(new ServiceCall(null, START).budgetMillis(START)).isEmpty();
    }

    @Test
    void anAbortedCallClosesItsConnection() {
        call.sendOn(Connection.from(channel));
        assertThat(channel.isOpen()).isTrue();

        call.abort();
        channel.runPendingTasks();

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aConnectionThatIsAcquiredAfterTheAbortIsClosed() {
        call.abort();

        call.sendOn(Connection.from(channel));
        channel.runPendingTasks();

        assertThat(channel.isOpen()).isFalse();
    }

    private static long after(Duration time) {
        return START + TimeUnit.MILLISECONDS.toNanos(time.toMillis());
    }
}
