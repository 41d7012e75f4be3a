package dev.firstcome.payment.standby;

import dev.firstcome.payment.standby.ShardPrimary.PrimaryUnavailableException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

/** Runs a {@link StandbySupervisor} for each shard with configured standbys, each on its own platform thread. */
@Component
class StandbySupervisorRunner implements InitializingBean, DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(StandbySupervisorRunner.class);
    private static final long STOP_MILLIS = 2_000;

    private final ShardPrimaries primaries;
    private final StandbyLog standbyLog;
    private final StandbyProperties properties;
    private final Clock clock;
    private final List<Thread> threads = new ArrayList<>();

    StandbySupervisorRunner(
            ShardPrimaries primaries, StandbyLog standbyLog, StandbyProperties properties, Clock clock) {
        this.primaries = primaries;
        this.standbyLog = standbyLog;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public void afterPropertiesSet() {
        for (String shard : properties.names().keySet()) {
            threads.add(Thread.ofPlatform().daemon().name("standby-" + shard).start(() -> run(shard)));
        }
    }

    private void run(String shard) {
        String lastReason = "";
        try {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    superviseWhileLocked(shard);
                } catch (PrimaryUnavailableException unavailable) {
                    String reason = String.valueOf(unavailable.getMessage());
                    if (!reason.equals(lastReason)) {
                        log.warn("standby supervisor: the primary of {} is unavailable; will retry: {}", shard, reason);
                        lastReason = reason;
                    }
                } catch (RuntimeException unexpected) {
                    // If this thread ended, commits could wait forever for a lost standby.
                    log.error("standby supervisor: unexpected error on {}; will retry", shard, unexpected);
                }
                pause();
            }
        } catch (InterruptedException stopped) {
            log.debug("standby supervisor: stopped on {}", shard);
        }
    }

    private void superviseWhileLocked(String shard) throws InterruptedException {
        Optional<ShardPrimary> acquired = primaries.acquire(shard);
        if (acquired.isEmpty()) {
            return;
        }
        try (ShardPrimary primary = acquired.get()) {
            StandbySupervisor supervisor =
                    new StandbySupervisor(shard, properties, standbyLog, clock, System::nanoTime);
            while (!Thread.currentThread().isInterrupted()) {
                supervisor.check(primary);
                pause();
            }
        }
    }

    private void pause() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(properties.lookEvery().toMillis());
    }

    @Override
    public void destroy() throws InterruptedException {
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            thread.join(STOP_MILLIS);
        }
    }
}
