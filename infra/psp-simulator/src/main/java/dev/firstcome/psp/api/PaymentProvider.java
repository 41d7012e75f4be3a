package dev.firstcome.psp.api;

import dev.firstcome.psp.api.IdempotencyKeys.Claim;
import dev.firstcome.psp.card.CardFault;
import dev.firstcome.psp.card.Faults;
import dev.firstcome.psp.card.TestCard;
import dev.firstcome.psp.ledger.ApiResponse;
import dev.firstcome.psp.ledger.Event;
import dev.firstcome.psp.ledger.Intent;
import dev.firstcome.psp.ledger.IntentState;
import dev.firstcome.psp.ledger.Journal;
import dev.firstcome.psp.ledger.Ledger;
import dev.firstcome.psp.ledger.LedgerChange;
import dev.firstcome.psp.ledger.StoredResponse;
import dev.firstcome.psp.ledger.StripeError;
import dev.firstcome.psp.webhook.PendingEvents;
import dev.firstcome.psp.webhook.WebhookDispatcher;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The payment provider behind the HTTP API. One lock serializes all changes. Each change is in the journal before it is
 * visible or a response is sent. Lock order: this lock first, then the locks of the idempotency keys, the webhook
 * dispatcher and the journal, which acquire no other lock.
 */
public final class PaymentProvider implements AutoCloseable {
    /** Maximum wait for events that precede their response. After it, the response is sent regardless. */
    private static final Duration EARLY_EVENTS_TIMEOUT = Duration.ofSeconds(10);

    private final ReentrantLock lock = new ReentrantLock();
    private final Ledger ledger = new Ledger();
    private final IdempotencyKeys keys = new IdempotencyKeys();
    private final Journal journal;
    private final WebhookDispatcher webhooks;
    private final ShutdownAwareDelay delay;
    private final Clock clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("processing").factory());

    private PaymentProvider(
            Path journal, WebhookDispatcher.@Nullable Target webhookTarget, ShutdownAwareDelay delay, Clock clock)
            throws IOException {
        this.delay = delay;
        this.clock = clock;
        PendingEvents pendingEvents = new PendingEvents();
        this.journal = Journal.open(journal, change -> {
            ledger.apply(change);
            pendingEvents.apply(change);
            if (change.storedResponse() != null) {
                keys.store(change.storedResponse());
            }
        });
        this.webhooks =
                new WebhookDispatcher(webhookTarget, StripeJsonMapper::event, pendingEvents, this.journal, clock);
    }

    /** Replays the journal, then resumes intents in processing and undelivered events. */
    public static PaymentProvider open(
            Path journal, WebhookDispatcher.@Nullable Target webhookTarget, ShutdownAwareDelay delay, Clock clock)
            throws IOException {
        PaymentProvider provider = new PaymentProvider(journal, webhookTarget, delay, clock);
        provider.ledger.processing().forEach(provider::scheduleCapture);
        provider.webhooks.start();
        return provider;
    }

    public WebhookDispatcher webhooks() {
        return webhooks;
    }

    /** Reads under the lock. The result must be immutable. */
    public <T> T read(Function<Ledger, T> query) {
        lock.lock();
        try {
            return query.apply(ledger);
        } finally {
            lock.unlock();
        }
    }

    /** @param parametersHash hash of the path and the parameters */
    public RenderedResponse execute(Command command, RequestContext request, String parametersHash) throws IOException {
        String key = request.key();
        if (key == null) {
            return perform(command, request, parametersHash);
        }
        return switch (keys.claim(key, parametersHash, request.at())) {
            case Claim.Replay(StoredResponse first) -> replay(first);
            case Claim.Rejected(int status, StripeError error) ->
                RenderedResponse.complete(status, StripeJsonMapper.error(error, null));
            case Claim.Acquired _ -> {
                try {
                    yield perform(command, request, parametersHash);
                } finally {
                    keys.release(key);
                }
            }
        };
    }

    private static RenderedResponse replay(StoredResponse first) {
        ApiResponse response = first.response();
        return response.withheld()
                ? new RenderedResponse(0, new byte[0], ResponseDelivery.WITHHELD, first.requestId(), () -> {})
                : new RenderedResponse(
                        response.status(),
                        StripeJsonMapper.of(response),
                        ResponseDelivery.COMPLETE,
                        first.requestId(),
                        () -> {});
    }

    private RenderedResponse perform(Command command, RequestContext request, String parametersHash)
            throws IOException {
        TestCard card = read(current -> cardOf(command, current));
        Duration latency = Duration.ofMillis(Math.max(request.faults().answerAfterMillis(), card.latency()));
        if (!latency.isZero()) {
            delay.await(latency);
        }
        Decision decision = decideAndCommit(command, request, parametersHash);
        List<Event> events = decision.change().events();
        Runnable onSent = () -> webhooks.release(events);
        if (decision.delivery() == ResponseDelivery.AFTER_EVENTS) {
            webhooks.release(events);
            webhooks.awaitFirstAttempt(events, EARLY_EVENTS_TIMEOUT);
        }
        ApiResponse response = decision.response();
        byte[] body = response.withheld() ? new byte[0] : StripeJsonMapper.of(response);
        return new RenderedResponse(response.status(), body, decision.delivery(), null, onSent);
    }

    private Decision decideAndCommit(Command command, RequestContext request, String parametersHash)
            throws IOException {
        lock.lock();
        try {
            Decision decision = decide(command, request);
            LedgerChange change = decision.change();
            if (request.key() != null) {
                change = change.withStoredResponse(new StoredResponse(
                        request.key(), parametersHash, request.requestId(), request.at(), decision.response()));
            }
            commit(change);
            return decision;
        } finally {
            lock.unlock();
        }
    }

    private Decision decide(Command command, RequestContext request) {
        boolean faultless = cardOf(command, ledger).fault() == CardFault.NONE;
        Faults faults = request.faults();
        if (faultless && faults.failsRequest(request.drawKey())) {
            return Decision.rejected(500, StripeError.internal(), null);
        }
        Decision decision =
                switch (command) {
                    case Command.CreateIntent create -> new IntentRules(ledger, request).create(create);
                    case Command.ConfirmIntent confirm -> new IntentRules(ledger, request).confirm(confirm);
                    case Command.CancelIntent cancel -> new IntentRules(ledger, request).cancel(cancel);
                    case Command.CreateRefund refund -> new RefundRules(ledger, request).create(refund);
                };
        return faultless && faults.withholdsResponse(request.drawKey())
                ? decision.withDelivery(ResponseDelivery.WITHHELD)
                : decision;
    }

    /** The caller must hold the lock, so that the journal order equals the decision order. */
    private void commit(LedgerChange change) throws IOException {
        LedgerChange effective = webhooks.isEnabled()
                ? change
                : new LedgerChange(
                        change.intent(),
                        change.refund(),
                        change.entry(),
                        List.of(),
                        change.storedResponse(),
                        change.eventCompletion());
        ledger.check(effective);
        journal.append(effective);
        ledger.apply(effective);
        if (effective.storedResponse() != null) {
            keys.store(effective.storedResponse());
        }
        webhooks.register(effective.events());
        Intent intent = effective.intent();
        if (intent != null && intent.state() instanceof IntentState.Processing) {
            scheduleCapture(intent);
        }
    }

    private static TestCard cardOf(Command command, Ledger ledger) {
        return switch (command) {
            case Command.CreateIntent create -> TestCard.ofValidated(create.method());
            case Command.ConfirmIntent(String id, String method) ->
                method == null ? cardOf(ledger.intent(id)) : TestCard.ofValidated(method);
            case Command.CancelIntent cancel -> cardOf(ledger.intent(cancel.intent()));
            case Command.CreateRefund refund -> cardOf(ledger.intent(refund.intent()));
        };
    }

    static TestCard cardOf(@Nullable Intent intent) {
        return TestCard.ofValidated(intent == null ? null : intent.method());
    }

    private void scheduleCapture(Intent intent) {
        if (intent.state() instanceof IntentState.Processing(long until, String _)) {
            long delayMillis = Math.max(0, until - clock.millis());
            timer.schedule(() -> capture(intent.id()), delayMillis, TimeUnit.MILLISECONDS);
        }
    }

    private void capture(String intent) {
        RequestContext internalRequest =
                new RequestContext(IdGenerator.request(), null, clock.millis(), Faults.none(0));
        lock.lock();
        try {
            Decision decision = new IntentRules(ledger, internalRequest).completeProcessing(intent);
            if (decision != null) {
                commit(decision.change());
                webhooks.release(decision.change().events());
            }
        } catch (IOException e) {
            System.err.println(
                    "psp-simulator: " + intent + " stays in processing because the journal write failed: " + e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        delay.close();
        timer.shutdownNow();
        webhooks.close();
        journal.close();
    }
}
