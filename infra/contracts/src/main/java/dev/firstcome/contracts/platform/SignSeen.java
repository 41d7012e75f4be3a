package dev.firstcome.contracts.platform;

import dev.firstcome.contracts.EventType;
import java.time.Instant;
import java.util.List;

/**
 * A measure left its bounds, is still outside, or is back within. The key is the sign's name.
 *
 * @param sign what is measured, such as {@code pool.waits}
 * @param source the process that measures, a service's name and the id of one start of it
 * @param subject of what, such as a shard's name
 * @param raised whether it is outside its bounds
 * @param value the measure when it was last looked at, in {@code unit}
 * @param raiseAt from which value on it is a sign, if it stays so
 * @param clearAt down to which value it must fall to be none, if it stays so
 * @param since when it became what it is
 * @param witnesses what shows it, such as the last error; bounded, without secrets
 */
@EventType("platform.sign-seen.v1")
public record SignSeen(
        String sign,
        String source,
        String subject,
        boolean raised,
        double value,
        double raiseAt,
        double clearAt,
        String unit,
        Instant since,
        Instant at,
        List<String> witnesses) {}
