package dev.firstcome.gateway.audit;

import dev.firstcome.contracts.platform.AuditEntry;
import dev.firstcome.platform.audit.AuditNote;
import dev.firstcome.platform.audit.AuditTrail;
import dev.firstcome.platform.schedules.Repeated;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Service;

/**
 * Writes down, in this process's own chain, how far the others' chains have come: a chain that is cut off, or missing, no
 * longer reaches what is written here. Some 15 seconds after an entry its chain's head is confirmed.
 */
@Service
public final class AuditHeads implements DisposableBean {
    private static final Duration EVERY = Duration.ofSeconds(15);
    private static final int AT_ONCE = 200;

    private final AuditTrail trail;
    private final String self;
    private final Map<String, AuditEntry.Head> changed = new LinkedHashMap<>();
    private final ScheduledExecutorService turns = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("audit-heads").daemon().factory());

    AuditHeads(AuditTrail trail, Environment environment) {
        this.trail = trail;
        this.self = environment.getRequiredProperty("spring.application.name");
        Repeated.every(EVERY, turns, "the confirmation of audit chains", this::confirm);
    }

    /** Hears of an entry of any chain. */
    public synchronized void take(AuditEntry.Head head) {
        if (!head.writer().equals(trail.writer())) {
            changed.merge(head.writer(), head, (last, next) -> next.number() > last.number() ? next : last);
        }
    }

    private void confirm() {
        List<AuditEntry.Head> heads = next();
        if (!heads.isEmpty()) {
            trail.write(
                    AuditNote.of(self, "checkpoint of the audit chains", "DONE").confirming(heads));
        }
    }

    private synchronized List<AuditEntry.Head> next() {
        if (!trail.hasRoom()) {
            return List.of();
        }
        List<AuditEntry.Head> heads = changed.values().stream().limit(AT_ONCE).toList();
        heads.forEach(head -> changed.remove(head.writer(), head));
        return heads;
    }

    @Override
    public void destroy() {
        turns.shutdownNow();
    }
}
