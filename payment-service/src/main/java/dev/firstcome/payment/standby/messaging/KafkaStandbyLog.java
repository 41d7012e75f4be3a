package dev.firstcome.payment.standby.messaging;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.platform.ShardPromoted;
import dev.firstcome.contracts.platform.ShardStandbyChanged;
import dev.firstcome.payment.standby.StandbyLog;
import dev.firstcome.platform.publisher.PlatformPublisher;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.stereotype.Component;

/** Publishes to {@code platform.standbys}. A record is known to be stored when all in-sync replicas have it. */
@Component
final class KafkaStandbyLog implements StandbyLog {
    private static final int TIMEOUT_MILLIS = 2 * PlatformPublisher.DELIVERY_TIMEOUT_MILLIS;

    private final PlatformPublisher publisher;

    KafkaStandbyLog(PlatformPublisher publisher) {
        this.publisher = publisher;
    }

    @Override
    public boolean append(ShardStandbyChanged standby) {
        return publish(standby.key(), UUID.randomUUID(), standby);
    }

    @Override
    public boolean append(ShardPromoted promoted) {
        return publish(promoted.key(), promoted.promotionId(), promoted);
    }

    private boolean publish(String key, UUID id, Object event) {
        try {
            publisher.send(Topics.PLATFORM_STANDBYS, key, id, event).get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException unacknowledged) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
