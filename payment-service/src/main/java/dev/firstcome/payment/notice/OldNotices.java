package dev.firstcome.payment.notice;

import dev.firstcome.payment.work.OldRows;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Notices that the provider does not send again any more: it can be asked to for 30 days. */
@Component
record OldNotices(TakenNotices taken) implements OldRows {
    private static final Duration KEPT = Duration.ofDays(35);

    @Override
    public String what() {
        return "old notices";
    }

    @Override
    public int remove(String shard, int most) {
        return taken.removeOlderThan(shard, KEPT, most);
    }
}
