package dev.firstcome.payment.refund;

import dev.firstcome.payment.work.DueWork;
import dev.firstcome.payment.work.Workers;
import java.time.Duration;
import org.springframework.stereotype.Service;

/** Begins to go on with refunds that are due. */
@Service
class RefundWork implements DueWork {
    private final RefundSteps steps;
    private final Refunds refunds;
    private final Workers workers;

    RefundWork(RefundSteps steps, Refunds refunds, Workers workers) {
        this.steps = steps;
        this.refunds = refunds;
        this.workers = workers;
    }

    @Override
    public void begin(String shard, int most) throws InterruptedException {
        for (Refund due : refunds.due(shard, most)) {
            if (!workers.begin(due.id(), Duration.ZERO, () -> steps.goOn(due))) {
                return;
            }
        }
    }
}
