package dev.firstcome.coupon.issuing.kafka;

import dev.firstcome.coupon.issuing.PartitionState;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** DOWN while a partition of this process is stopped; says of each what it is doing. */
@Component("couponIssuerHealthIndicator")
class IssuerHealth implements HealthIndicator {
    private final RequestLogConsumer consumer;

    IssuerHealth(RequestLogConsumer consumer) {
        this.consumer = consumer;
    }

    @Override
    public Health health() {
        Map<Integer, PartitionState> states = consumer.states();
        boolean stopped = states.values().stream().anyMatch(PartitionState.Stopped.class::isInstance);
        Health.Builder health = stopped ? Health.down() : Health.up();
        states.forEach((partition, state) -> health.withDetail("partition " + partition, state.toString()));
        return health.build();
    }
}
