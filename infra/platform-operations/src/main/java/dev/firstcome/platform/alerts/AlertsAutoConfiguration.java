package dev.firstcome.platform.alerts;

import dev.firstcome.platform.alerts.AlertRule.Thresholds;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Auto-configures the evaluation of alert rules, and the rules for meters that the platform itself registers. */
@AutoConfiguration
@Import(AlertEvaluator.class)
public class AlertsAutoConfiguration {
    private static final double MIB = 1024 * 1024;
    private static final Duration RAISE_AFTER = Duration.ofSeconds(5);

    @Bean
    AlertSamples alertSamples() {
        return new AlertSamples();
    }

    /** Registers the listeners after all singletons exist, because they are created after the start of the evaluation. */
    @Bean
    SmartInitializingSingleton alertListenerRegistration(
            AlertEvaluator evaluator, ObjectProvider<AlertListener> listeners) {
        return () -> listeners.orderedStream().forEach(evaluator::addListener);
    }

    @Bean
    AlertRule poolWaitsAlertRule() {
        return AlertRule.ofValue("pool.waits", "hikaricp.connections.pending", "pool", "callers", Thresholds.of(5, 0));
    }

    @Bean
    AlertRule slotLagAlertRule() {
        return AlertRule.ofValue(
                "slot.lag",
                "firstcome.outbox.slot.lag.bytes",
                "shard",
                "bytes",
                Thresholds.of(64 * MIB, 16 * MIB).raisedAfter(RAISE_AFTER));
    }

    /** A lost slot is created again at once, so the first occurrence raises the alert. */
    @Bean
    AlertRule slotLostAlertRule() {
        return AlertRule.ofRate(
                "slot.lost", "firstcome.outbox.slots.lost", "shard", "slots/s", Thresholds.anyOccurrence());
    }

    @Bean
    AlertRule consumerLagAlertRule() {
        return AlertRule.ofValue(
                "consumer.lag",
                "kafka.consumer.fetch.manager.records.lag.max",
                "client.id",
                "records",
                Thresholds.of(10_000, 1_000).raisedAfter(RAISE_AFTER));
    }
}
