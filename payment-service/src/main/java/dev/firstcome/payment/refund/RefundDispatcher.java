package dev.firstcome.payment.refund;

import dev.firstcome.payment.work.DueWorkSource;
import dev.firstcome.payment.work.WorkerPool;
import java.time.Duration;
import org.springframework.stereotype.Service;

/** Submits due refunds to the worker pool. */
@Service
class RefundDispatcher implements DueWorkSource {
    private final RefundProcessor processor;
    private final Refunds refunds;
    private final WorkerPool workers;

    RefundDispatcher(RefundProcessor processor, Refunds refunds, WorkerPool workers) {
        this.processor = processor;
        this.refunds = refunds;
        this.workers = workers;
    }

    @Override
    public void submitDue(String shard, int limit) throws InterruptedException {
        for (Refund due : refunds.due(shard, limit)) {
            if (!workers.submit(due.id(), Duration.ZERO, () -> processor.process(due))) {
                return;
            }
        }
    }
}
