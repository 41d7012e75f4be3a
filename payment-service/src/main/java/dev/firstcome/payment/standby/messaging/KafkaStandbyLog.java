package dev.firstcome.payment.standby.messaging;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.platform.ShardPromoted;
import dev.firstcome.contracts.platform.ShardStandby;
import dev.firstcome.payment.standby.StandbyLog;
import dev.firstcome.platform.events.PlatformPublisher;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.stereotype.Component;

/** In {@code platform.standbys}, known to be written when all brokers in step have it. */
@Component
final class KafkaStandbyLog implements StandbyLog {
    private static final int BOUND_MILLIS = 2 * PlatformPublisher.BOUND_MILLIS;

    private final PlatformPublisher publisher;

    KafkaStandbyLog(PlatformPublisher publisher) {
        this.publisher = publisher;
    }

    @Override
    public boolean tell(ShardStandby standby) {
        return append(standby.key(), UUID.randomUUID(), standby);
    }

    @Override
    public boolean tell(ShardPromoted promoted) {
        return append(promoted.key(), promoted.promotionId(), promoted);
    }

    private boolean append(String key, UUID id, Object event) {
        try {
            publisher.send(Topics.PLATFORM_STANDBYS, key, id, event).get(BOUND_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException notKnown) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
