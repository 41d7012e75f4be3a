package dev.firstcome.gateway.limits;

import dev.firstcome.platform.alerts.AlertRule;
import dev.firstcome.platform.alerts.AlertRule.Thresholds;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The alert rule for the Redis cluster of the rate limits. */
@Configuration(proxyBeanMethods = false)
class RateLimitAlertConfiguration {
    @Bean
    AlertRule redisErrorsAlertRule() {
        return AlertRule.ofRate("redis.errors", "firstcome.redis.errors", "cluster", "errors/s", Thresholds.of(1, 0));
    }
}
