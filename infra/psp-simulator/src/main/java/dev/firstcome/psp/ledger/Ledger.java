package dev.firstcome.psp.ledger;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state that results from all changes. Invariant: an intent is captured at most once. Not thread-safe: the owner
 * guards it with a lock.
 */
public final class Ledger {
    private final CreationOrderedList<Intent> intents = new CreationOrderedList<>();
    private final CreationOrderedList<Refund> refunds = new CreationOrderedList<>();
    private final Map<String, List<String>> intentsOfPayment = new HashMap<>();
    private final Map<String, List<Refund>> refundsOfIntent = new HashMap<>();
    private final Map<String, Intent> processing = new HashMap<>();
    private final List<LedgerEntry> entries = new ArrayList<>();
    private final Map<String, Long> captured = new HashMap<>();
    private final Map<String, Long> refunded = new HashMap<>();
    private long captures;

    /** Throws if the change violates an invariant of the ledger. */
    public void check(LedgerChange change) {
        LedgerEntry entry = change.entry();
        if (entry == null) {
            return;
        }
        if (entry.entry() != nextEntry()) {
            throw new IllegalStateException("entry " + entry.entry() + " does not follow " + entries.size());
        }
        Intent intent = intents.get(entry.intent());
        boolean isCaptured = intent != null && intent.state() instanceof IntentState.Succeeded;
        if (isCaptured != (entry.type() == LedgerEntry.Type.REFUND)) {
            throw new IllegalStateException(entry.intent() + " cannot have the entry " + entry.type());
        }
    }

    public void apply(LedgerChange change) {
        check(change);
        if (change.intent() != null) {
            put(change.intent());
        }
        if (change.refund() != null) {
            refunds.put(change.refund());
            refundsOfIntent
                    .computeIfAbsent(change.refund().intent(), _ -> new ArrayList<>(1))
                    .add(change.refund());
        }
        if (change.entry() != null) {
            record(change.entry());
        }
    }

    private void put(Intent intent) {
        String payment = intent.order().paymentId();
        if (payment != null && intents.get(intent.id()) == null) {
            intentsOfPayment.computeIfAbsent(payment, _ -> new ArrayList<>(1)).add(intent.id());
        }
        intents.put(intent);
        if (intent.state() instanceof IntentState.Processing) {
            processing.put(intent.id(), intent);
        } else {
            processing.remove(intent.id());
        }
    }

    private void record(LedgerEntry entry) {
        entries.add(entry);
        if (entry.type() == LedgerEntry.Type.CAPTURE) {
            captures++;
            captured.merge(entry.currency(), entry.amount(), Long::sum);
        } else {
            refunded.merge(entry.currency(), entry.amount(), Long::sum);
        }
    }

    public @Nullable Intent intent(String id) {
        return intents.get(id);
    }

    public @Nullable Refund refund(String id) {
        return refunds.get(id);
    }

    public long nextEntry() {
        return entries.size() + 1L;
    }

    /** Returns the creation time of a new intent. It never decreases, also if the clock is set back. */
    public long intentTime(long now) {
        return Math.max(now, intents.newest());
    }

    public long refundTime(long now) {
        return Math.max(now, refunds.newest());
    }

    /** Returns the refunded amount of the captured intent. */
    public long refundedOf(String intent) {
        return refundsOfIntent.getOrDefault(intent, List.of()).stream()
                .filter(Refund::reducesCapture)
                .mapToLong(Refund::amount)
                .sum();
    }

    public Optional<Page<Intent>> intents(ListQuery query) {
        return intents.page(query, _ -> true);
    }

    /** @param intent null selects the refunds of all intents */
    public Optional<Page<Refund>> refunds(ListQuery query, @Nullable String intent) {
        return refunds.page(query, refund -> intent == null || refund.intent().equals(intent));
    }

    /** Returns the intents of the payment, newest first. */
    public List<Intent> ofPayment(String payment) {
        List<Intent> found = new ArrayList<>();
        for (String id : intentsOfPayment.getOrDefault(payment, List.of()).reversed()) {
            Intent intent = intents.get(id);
            if (intent != null) {
                found.add(intent);
            }
        }
        return found;
    }

    public List<Intent> processing() {
        return processing.values().stream()
                .sorted(Comparator.comparing(Intent::created))
                .toList();
    }

    public Page<LedgerEntry> entries(long after, int limit) {
        int from = (int) Math.min(after, entries.size());
        int to = Math.min(from + limit, entries.size());
        return new Page<>(entries.subList(from, to), to < entries.size());
    }

    public LedgerTotals totals() {
        return new LedgerTotals(captures, captured, entries.size() - captures, refunded, intents.size());
    }
}
