package dev.firstcome.coupon.issuing.kafka;

import dev.firstcome.coupon.issuercontrol.IssuerState;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Reports DOWN while an assigned partition is stopped, with the state of each assigned partition. */
@Component("couponIssuerHealthIndicator")
class IssuerHealth implements HealthIndicator {
    private final RequestLogConsumer consumer;

    IssuerHealth(RequestLogConsumer consumer) {
        this.consumer = consumer;
    }

    @Override
    public Health health() {
        Map<Integer, IssuerState> states = consumer.states();
        boolean stopped = states.values().stream().anyMatch(IssuerState.Stopped.class::isInstance);
        Health.Builder health = stopped ? Health.down() : Health.up();
        states.forEach((partition, state) -> health.withDetail("partition " + partition, state.toString()));
        return health.build();
    }
}
