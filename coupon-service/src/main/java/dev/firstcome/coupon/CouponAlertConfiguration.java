package dev.firstcome.coupon;

import dev.firstcome.platform.alerts.AlertRule;
import dev.firstcome.platform.alerts.AlertRule.Thresholds;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The alert rules of this service, beside those of the platform. */
@Configuration(proxyBeanMethods = false)
class CouponAlertConfiguration {
    private static final Duration RAISE_AFTER = Duration.ofSeconds(10);

    @Bean
    AlertRule redisErrorsAlertRule() {
        return AlertRule.ofRate("redis.errors", "firstcome.redis.errors", "cluster", "errors/s", Thresholds.of(1, 0));
    }

    /** The alert stays raised while further breaches are counted. */
    @Bean
    AlertRule couponInvariantAlertRule() {
        return AlertRule.ofRate(
                "coupon.invariant",
                "firstcome.coupon.invariant.breaches",
                "invariant",
                "breaches/s",
                Thresholds.anyOccurrence());
    }

    /** Requests in progress are not counted. The bound is above zero, because a few records may be unreadable. */
    @Bean
    AlertRule couponUndecidedAlertRule() {
        return AlertRule.ofValue(
                "coupon.undecided",
                "firstcome.coupon.watch.undecided",
                "campaign",
                "requests",
                Thresholds.of(10, 5).raisedAfter(RAISE_AFTER));
    }

    @Bean
    AlertRule couponDuplicatesAlertRule() {
        return AlertRule.ofValue(
                "coupon.duplicates",
                "firstcome.coupon.watch.duplicates",
                "campaign",
                "share of outcomes",
                Thresholds.of(0.5, 0.2));
    }

    @Bean
    AlertRule couponFailuresAlertRule() {
        return AlertRule.ofValue(
                "coupon.failures",
                "firstcome.coupon.watch.failures",
                "campaign",
                "times the usual",
                Thresholds.of(5, 2));
    }

    @Bean
    AlertRule couponBurstsAlertRule() {
        return AlertRule.ofValue(
                "coupon.bursts", "firstcome.coupon.watch.burst", "from", "requests/s", Thresholds.of(50, 10));
    }
}
