package dev.firstcome.contracts.platform;

import dev.firstcome.contracts.EventType;
import java.time.Instant;
import java.util.List;

/**
 * An alert was raised, is still raised, or was cleared; {@link #raised} is the state. The key of the record is the name
 * of the alert. A raised alert is published repeatedly until it is cleared.
 *
 * @param alert name of the alert, such as {@code pool.waits}
 * @param source the process that evaluates the alert: the name of its service and the id of its start
 * @param subject the object of the measurement, such as the name of a shard
 * @param raised whether the alert is raised
 * @param value the last measured value, in {@code unit}
 * @param raiseAt the value at or above which the alert is raised after its raise delay
 * @param clearAt the value at or below which the alert is cleared after its clear delay
 * @param since the time of the last change of {@code raised}
 * @param samples observations that explain the alert, such as the last error; bounded, without secrets
 */
@EventType("platform.alert-raised.v1")
public record AlertRaised(
        String alert,
        String source,
        String subject,
        boolean raised,
        double value,
        double raiseAt,
        double clearAt,
        String unit,
        Instant since,
        Instant at,
        List<String> samples) {}
