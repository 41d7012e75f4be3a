package dev.firstcome.payment.standby;

import dev.firstcome.payment.standby.ShardServer.ServerAway;
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

/** Keeps the standbys of all shards that are to have one, each in a thread of its own. */
@Component
class StandbyKeeper implements InitializingBean, DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(StandbyKeeper.class);
    private static final long STOP_MILLIS = 2_000;

    private final ShardServers servers;
    private final StandbyLog records;
    private final StandbyProperties properties;
    private final Clock clock;
    private final List<Thread> threads = new ArrayList<>();

    StandbyKeeper(ShardServers servers, StandbyLog records, StandbyProperties properties, Clock clock) {
        this.servers = servers;
        this.records = records;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public void afterPropertiesSet() {
        for (String shard : properties.names().keySet()) {
            threads.add(Thread.ofPlatform().daemon().name("standby-" + shard).start(() -> keep(shard)));
        }
    }

    private void keep(String shard) {
        String lastReason = "";
        try {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    keepOnce(shard);
                } catch (ServerAway away) {
                    String reason = String.valueOf(away.getMessage());
                    if (!reason.equals(lastReason)) {
                        log.warn("the standby of {} is not looked after: {}", shard, reason);
                        lastReason = reason;
                    }
                } catch (RuntimeException unexpected) {
                    // Were this thread to end, commits could wait for ever for a standby that is lost.
                    log.error("the standby of {} is looked after again in a moment", shard, unexpected);
                }
                pause();
            }
        } catch (InterruptedException stopped) {
            log.debug("the standby of {} is left to others", shard);
        }
    }

    private void keepOnce(String shard) throws InterruptedException {
        Optional<ShardServer> mine = servers.keep(shard);
        if (mine.isEmpty()) {
            return;
        }
        try (ShardServer server = mine.get()) {
            StandbyWatch watch = new StandbyWatch(shard, properties, records, clock, System::nanoTime);
            while (!Thread.currentThread().isInterrupted()) {
                watch.look(server);
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
