package dev.firstcome.psp.api;

import dev.firstcome.psp.api.IdempotencyKeys.Claim;
import dev.firstcome.psp.card.Card;
import dev.firstcome.psp.card.CardFault;
import dev.firstcome.psp.card.Faults;
import dev.firstcome.psp.ledger.Answer;
import dev.firstcome.psp.ledger.Change;
import dev.firstcome.psp.ledger.Event;
import dev.firstcome.psp.ledger.Intent;
import dev.firstcome.psp.ledger.IntentState;
import dev.firstcome.psp.ledger.Journal;
import dev.firstcome.psp.ledger.KeptAnswer;
import dev.firstcome.psp.ledger.Ledger;
import dev.firstcome.psp.ledger.Problem;
import dev.firstcome.psp.webhook.Backlog;
import dev.firstcome.psp.webhook.Webhooks;
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
 * The provider behind its API. One lock orders all changes; each is in the journal before it is seen or answered. Order of
 * locks: this one, then those of the keys, the webhooks and the journal, which take no other.
 */
public final class Provider implements AutoCloseable {
    /** For events that must be with the shop before the answer: a shop that does not take them gets the answer anyway. */
    private static final Duration EARLY_MAX = Duration.ofSeconds(10);

    private final ReentrantLock lock = new ReentrantLock();
    private final Ledger ledger = new Ledger();
    private final IdempotencyKeys keys = new IdempotencyKeys();
    private final Journal journal;
    private final Webhooks webhooks;
    private final Waits waits;
    private final Clock clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("processing").factory());

    private Provider(Path journal, Webhooks.@Nullable Target events, Waits waits, Clock clock) throws IOException {
        this.waits = waits;
        this.clock = clock;
        Backlog backlog = new Backlog();
        this.journal = Journal.open(journal, change -> {
            ledger.apply(change);
            backlog.apply(change);
            if (change.kept() != null) {
                keys.keep(change.kept());
            }
        });
        this.webhooks = new Webhooks(events, Bodies::event, backlog, this.journal, clock);
    }

    /** Reads the journal, then goes on with what was not finished. */
    public static Provider open(Path journal, Webhooks.@Nullable Target events, Waits waits, Clock clock)
            throws IOException {
        Provider provider = new Provider(journal, events, waits, clock);
        provider.ledger.processing().forEach(provider::settleLater);
        provider.webhooks.start();
        return provider;
    }

    public Webhooks webhooks() {
        return webhooks;
    }

    /** Reads under the lock; what is read must not leave it unless it is a value. */
    public <T> T read(Function<Ledger, T> question) {
        lock.lock();
        try {
            return question.apply(ledger);
        } finally {
            lock.unlock();
        }
    }

    /** @param print of the path and the parameters */
    public Reply execute(Command command, Call call, String print) throws IOException {
        String key = call.key();
        if (key == null) {
            return worked(command, call, print);
        }
        return switch (keys.claim(key, print, call.at())) {
            case Claim.Again(KeptAnswer first) -> again(first);
            case Claim.Refused(int status, Problem problem) -> Reply.plain(status, Bodies.problem(problem, null));
            case Claim.Fresh _ -> {
                try {
                    yield worked(command, call, print);
                } finally {
                    keys.release(key);
                }
            }
        };
    }

    private static Reply again(KeptAnswer first) {
        Answer answer = first.answer();
        return answer.withheld()
                ? new Reply(0, new byte[0], Giving.WITHHELD, first.requestId(), () -> {})
                : new Reply(answer.status(), Bodies.of(answer), Giving.WHOLE, first.requestId(), () -> {});
    }

    private Reply worked(Command command, Call call, String print) throws IOException {
        Card card = read(current -> cardOf(command, current));
        Duration length = Duration.ofMillis(Math.max(call.faults().answerAfterMillis(), card.slowness()));
        if (!length.isZero()) {
            waits.pass(length);
        }
        Decision decision = decidedAndDone(command, call, print);
        List<Event> events = decision.change().events();
        Runnable left = () -> webhooks.release(events);
        if (decision.giving() == Giving.AFTER_EVENTS) {
            webhooks.release(events);
            webhooks.awaitFirstTry(events, EARLY_MAX);
        }
        Answer answer = decision.answer();
        byte[] body = answer.withheld() ? new byte[0] : Bodies.of(answer);
        return new Reply(answer.status(), body, decision.giving(), null, left);
    }

    private Decision decidedAndDone(Command command, Call call, String print) throws IOException {
        lock.lock();
        try {
            Decision decision = decided(command, call);
            Change change = decision.change();
            if (call.key() != null) {
                change = change.keeping(
                        new KeptAnswer(call.key(), print, call.requestId(), call.at(), decision.answer()));
            }
            commit(change);
            return decision;
        } finally {
            lock.unlock();
        }
    }

    private Decision decided(Command command, Call call) {
        boolean plain = cardOf(command, ledger).fault() == CardFault.NONE;
        Faults faults = call.faults();
        if (plain && faults.breaks(call.draw())) {
            return Decision.refused(500, Problem.server(), null);
        }
        Decision decision =
                switch (command) {
                    case Command.CreateIntent create -> new IntentRules(ledger, call).create(create);
                    case Command.ConfirmIntent confirm -> new IntentRules(ledger, call).confirm(confirm);
                    case Command.CancelIntent cancel -> new IntentRules(ledger, call).cancel(cancel);
                    case Command.CreateRefund refund -> new RefundRules(ledger, call).create(refund);
                };
        return plain && faults.losesAnswer(call.draw()) ? decision.given(Giving.WITHHELD) : decision;
    }

    /** Caller holds the lock, so the journal has the changes in the order in which they were decided. */
    private void commit(Change change) throws IOException {
        Change asked = webhooks.areWanted()
                ? change
                : new Change(
                        change.intent(), change.refund(), change.entry(), List.of(), change.kept(), change.settled());
        ledger.check(asked);
        journal.append(asked);
        ledger.apply(asked);
        if (asked.kept() != null) {
            keys.keep(asked.kept());
        }
        webhooks.register(asked.events());
        Intent intent = asked.intent();
        if (intent != null && intent.state() instanceof IntentState.Processing) {
            settleLater(intent);
        }
    }

    private static Card cardOf(Command command, Ledger ledger) {
        return switch (command) {
            case Command.CreateIntent create -> Card.known(create.method());
            case Command.ConfirmIntent(String id, String method) ->
                method == null ? cardOf(ledger.intent(id)) : Card.known(method);
            case Command.CancelIntent cancel -> cardOf(ledger.intent(cancel.intent()));
            case Command.CreateRefund refund -> cardOf(ledger.intent(refund.intent()));
        };
    }

    static Card cardOf(@Nullable Intent intent) {
        return Card.known(intent == null ? null : intent.method());
    }

    private void settleLater(Intent intent) {
        if (intent.state() instanceof IntentState.Processing(long until, String _)) {
            long wait = Math.max(0, until - clock.millis());
            timer.schedule(() -> settle(intent.id()), wait, TimeUnit.MILLISECONDS);
        }
    }

    private void settle(String intent) {
        Call nobody = new Call(Ids.request(), null, clock.millis(), Faults.none(0));
        lock.lock();
        try {
            Decision decision = new IntentRules(ledger, nobody).settled(intent);
            if (decision != null) {
                commit(decision.change());
                webhooks.release(decision.change().events());
            }
        } catch (IOException e) {
            System.err.println("psp-simulator: " + intent + " stays in processing, the journal is not written: " + e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        waits.close();
        timer.shutdownNow();
        webhooks.close();
        journal.close();
    }
}
