package dev.firstcome.coupon;

import dev.firstcome.platform.testing.StatementRecorder;
import java.util.List;

/** Returns the SQL statements that calls execute, so that a test detects a needless one. */
public final class ExecutedStatements {
    private ExecutedStatements() {}

    /** Returns the first word of each statement of the call; {@code with} is the append to the outbox. */
    public static List<String> verbs(CouponService service, Runnable call) {
        return service.bean(StatementRecorder.class).statementsOf(call).stream()
                .map(statement -> statement.strip().split("\\s", 2)[0])
                .toList();
    }
}
