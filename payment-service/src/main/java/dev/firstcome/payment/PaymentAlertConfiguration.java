package dev.firstcome.payment;

import dev.firstcome.platform.alerts.AlertRule;
import dev.firstcome.platform.alerts.AlertRule.Thresholds;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The alert rules of this service, beside those of the platform. */
@Configuration(proxyBeanMethods = false)
class PaymentAlertConfiguration {
    private static final String ORDERS = "firstcome.payment.orders";
    private static final String BURST = "firstcome.payment.burst";

    /** The bound is above zero, because some clients always retry. */
    @Bean
    AlertRule paymentReplaysAlertRule() {
        return AlertRule.ofRate("payment.replays", ORDERS, "outcome", "calls/s", Thresholds.of(50, 10))
                .forSubjects("replayed");
    }

    @Bean
    AlertRule paymentMismatchesAlertRule() {
        return AlertRule.ofRate("payment.mismatches", ORDERS, "outcome", "calls/s", Thresholds.of(5, 1))
                .forSubjects("mismatch");
    }

    @Bean
    AlertRule paymentDuplicatesAlertRule() {
        return AlertRule.ofRate("payment.duplicates", ORDERS, "outcome", "calls/s", Thresholds.of(20, 4))
                .forSubjects("busy", "duplicatesuspected");
    }

    @Bean
    AlertRule paymentBurstsAlertRule() {
        return AlertRule.ofValue("payment.bursts", BURST, "by", "calls/s", Thresholds.of(5, 1))
                .forSubjects("user", "card");
    }

    /** The bound is higher, because many users can share an address. */
    @Bean
    AlertRule paymentBurstsOfAddressesAlertRule() {
        return AlertRule.ofValue("payment.bursts", BURST, "by", "calls/s", Thresholds.of(50, 10))
                .forSubjects("address");
    }

    @Bean
    AlertRule paymentUnknownAlertRule() {
        return AlertRule.ofValue(
                "payment.unknown", "firstcome.payment.unknown", "shard", "payments", Thresholds.of(1, 0));
    }

    /** Without a standby, commits do not wait: a server that is lost now takes acknowledged payments with it. */
    @Bean
    AlertRule paymentStandbyAlertRule() {
        return AlertRule.ofValue(
                "payment.standby", "firstcome.payment.standby.missing", "shard", "shards", Thresholds.of(1, 0));
    }

    /** A closed shard accepts no payments until its payments were compared with the provider's list. */
    @Bean
    AlertRule paymentShardClosedAlertRule() {
        return AlertRule.ofValue(
                "payment.shard.closed",
                "firstcome.payment.shard.closed",
                "shard",
                "shards",
                Thresholds.of(1, 0).raisedAfter(Duration.ZERO));
    }

    /** A single contradiction means that money is not where the ledger records it. */
    @Bean
    AlertRule paymentContradictionsAlertRule() {
        return AlertRule.ofRate(
                "payment.contradictions",
                "firstcome.payment.contradictions",
                "of",
                "contradictions/s",
                Thresholds.anyOccurrence());
    }

    /** A single invalid signature means a forged webhook event, or a wrong secret that rejects every event. */
    @Bean
    AlertRule paymentNoticesAlertRule() {
        return AlertRule.ofRate(
                        "payment.notices",
                        "firstcome.payment.notices",
                        "outcome",
                        "notices/s",
                        Thresholds.anyOccurrence())
                .forSubjects("not genuine");
    }

    @Bean
    AlertRule providerErrorsAlertRule() {
        return AlertRule.ofRate(
                        "provider.errors", "firstcome.provider.calls", "outcome", "calls/s", Thresholds.of(1, 0))
                .forSubjects("unclear", "not let in");
    }

    /** The delay keeps the alert raised while the half-open breaker tries a few calls. */
    @Bean
    AlertRule providerOpenAlertRule() {
        return AlertRule.ofValue(
                "provider.open",
                "firstcome.provider.breaker.open",
                "provider",
                "breakers",
                Thresholds.of(1, 0).raisedAfter(Duration.ZERO).clearedAfter(Duration.ofSeconds(10)));
    }
}
