package dev.firstcome.gateway.audit;

import dev.firstcome.contracts.platform.AuditEntry;
import dev.firstcome.platform.audit.AuditNote;
import dev.firstcome.platform.audit.AuditTrail;
import dev.firstcome.platform.scheduling.RepeatingTask;
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
 * Records checkpoints of the audit chains of all other processes in the chain of this process. A truncated or missing
 * chain no longer contains the entry that its last checkpoint names. A head is recorded about 15 seconds after the
 * entry.
 */
@Service
public final class AuditChainCheckpointer implements DisposableBean {
    private static final Duration INTERVAL = Duration.ofSeconds(15);
    private static final int HEADS_PER_CHECKPOINT_MAX = 200;

    private final AuditTrail trail;
    private final String serviceName;
    private final Map<String, AuditEntry.Head> pendingHeads = new LinkedHashMap<>();
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("audit-heads").daemon().factory());

    AuditChainCheckpointer(AuditTrail trail, Environment environment) {
        this.trail = trail;
        this.serviceName = environment.getRequiredProperty("spring.application.name");
        RepeatingTask.schedule(INTERVAL, scheduler, "audit chain checkpoint", this::writeCheckpoint);
    }

    /** Updates the last known head of a chain. Heads of the chain of this process are ignored. Thread-safe. */
    public synchronized void updateHead(AuditEntry.Head head) {
        if (!head.writer().equals(trail.writer())) {
            pendingHeads.merge(head.writer(), head, (last, next) -> next.number() > last.number() ? next : last);
        }
    }

    private void writeCheckpoint() {
        List<AuditEntry.Head> heads = takePendingHeads();
        if (!heads.isEmpty()) {
            trail.write(AuditNote.of(serviceName, "checkpoint of the audit chains", "DONE")
                    .confirming(heads));
        }
    }

    private synchronized List<AuditEntry.Head> takePendingHeads() {
        if (!trail.hasRoom()) {
            return List.of();
        }
        List<AuditEntry.Head> heads =
                pendingHeads.values().stream().limit(HEADS_PER_CHECKPOINT_MAX).toList();
        heads.forEach(head -> pendingHeads.remove(head.writer(), head));
        return heads;
    }

    @Override
    public void destroy() {
        scheduler.shutdownNow();
    }
}
