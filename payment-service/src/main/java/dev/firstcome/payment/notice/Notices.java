package dev.firstcome.payment.notice;

import dev.firstcome.payment.charge.PaymentWork;
import dev.firstcome.payment.charge.Settlement;
import dev.firstcome.payment.provider.NoticeReader.Notice;
import dev.firstcome.payment.provider.Provider.Intent;
import dev.firstcome.payment.provider.Provider.IntentState;
import dev.firstcome.payment.provider.Provider.ProviderRefund;
import dev.firstcome.payment.refund.RefundSteps;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * What the provider says by itself: it may come twice, late, early, and in any order. That something was charged is true
 * whenever it is heard, and is written down with the notice in one transaction. Everything else is only a reason to ask now
 * what is the case.
 */
@Service
public final class Notices {
    private static final Logger log = LoggerFactory.getLogger(Notices.class);

    private final Shards shards;
    private final TakenNotices taken;
    private final Settlement settlement;
    private final PaymentWork work;
    private final RefundSteps refunds;
    private final MeterRegistry meters;

    Notices(Shards shards, TakenNotices taken, Settlement settlement, NoticeFollowers followers, MeterRegistry meters) {
        this.shards = shards;
        this.taken = taken;
        this.settlement = settlement;
        this.work = followers.work();
        this.refunds = followers.refunds();
        this.meters = meters;
    }

    public void take(Notice notice) {
        UUID paymentId = notice.paymentId();
        if (paymentId == null) {
            count("nobody's");
            return;
        }
        Intent intent = notice.intent();
        ProviderRefund refund = notice.refund();
        boolean first = shards.transact(BucketedIds.bucketOf(paymentId), () -> {
            boolean fresh = taken.isFirst(paymentId, notice.id(), notice.type());
            if (fresh && intent != null && intent.state() == IntentState.SUCCEEDED) {
                settlement.captured(paymentId, intent.money());
            }
            if (fresh && refund != null) {
                refunds.heard(paymentId, refund.refundId(), refund.state());
            }
            return fresh;
        });
        count(first ? "taken" : "repeated");
        if (first && intent != null && intent.state() != IntentState.SUCCEEDED) {
            ask(paymentId);
        }
    }

    private void ask(UUID paymentId) {
        try {
            work.askNow(paymentId);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            log.debug("payment {} is asked about later", paymentId);
        }
    }

    private void count(String what) {
        meters.counter("firstcome.payment.notices", "outcome", what).increment();
    }
}
