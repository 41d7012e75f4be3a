package dev.firstcome.payment.webhook;

import dev.firstcome.payment.charge.ChargeResultRecorder;
import dev.firstcome.payment.charge.PaymentDispatcher;
import dev.firstcome.payment.provider.Provider.Intent;
import dev.firstcome.payment.provider.Provider.IntentState;
import dev.firstcome.payment.provider.Provider.ProviderRefund;
import dev.firstcome.payment.provider.WebhookEventReader.WebhookEvent;
import dev.firstcome.payment.refund.RefundProcessor;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * Handles webhook events of the provider. Events may be duplicated, late and out of order. A capture or the result of a
 * refund is recorded in one transaction with the event id. Any other event only triggers a query of the current state.
 */
@Service
public final class ProviderWebhookHandler {
    private static final Logger log = LoggerFactory.getLogger(ProviderWebhookHandler.class);

    private final Shards shards;
    private final ProcessedWebhookEvents processed;
    private final ChargeResultRecorder chargeResults;
    private final PaymentDispatcher dispatcher;
    private final RefundProcessor refunds;
    private final MeterRegistry meters;

    ProviderWebhookHandler(
            Shards shards,
            ProcessedWebhookEvents processed,
            ChargeResultRecorder chargeResults,
            PaymentDispatcher dispatcher,
            RefundProcessor refunds,
            MeterRegistry meters) {
        this.shards = shards;
        this.processed = processed;
        this.chargeResults = chargeResults;
        this.dispatcher = dispatcher;
        this.refunds = refunds;
        this.meters = meters;
    }

    /** Handles an event. A duplicate has no effect. */
    public void handle(WebhookEvent event) {
        UUID paymentId = event.paymentId();
        if (paymentId == null) {
            count("unknown payment");
            return;
        }
        Intent intent = event.intent();
        ProviderRefund refund = event.refund();
        boolean isNew = shards.transact(BucketedIds.bucketOf(paymentId), () -> {
            boolean added = processed.addIfAbsent(paymentId, event.id(), event.type());
            if (added && intent != null && intent.state() == IntentState.SUCCEEDED) {
                chargeResults.recordCapture(paymentId, intent.money());
            }
            if (added && refund != null) {
                refunds.recordProviderState(paymentId, refund.refundId(), refund.state());
            }
            return added;
        });
        count(isNew ? "taken" : "repeated");
        if (isNew && intent != null && intent.state() != IntentState.SUCCEEDED) {
            queryProvider(paymentId);
        }
    }

    private void queryProvider(UUID paymentId) {
        try {
            dispatcher.dispatchUnknown(paymentId);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            log.debug("webhook: payment {} is queried later, because the thread was interrupted", paymentId);
        }
    }

    private void count(String outcome) {
        meters.counter("firstcome.payment.notices", "outcome", outcome).increment();
    }
}
