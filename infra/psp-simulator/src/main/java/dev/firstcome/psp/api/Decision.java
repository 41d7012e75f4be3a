package dev.firstcome.psp.api;

import dev.firstcome.psp.ledger.Answer;
import dev.firstcome.psp.ledger.Change;
import dev.firstcome.psp.ledger.Event;
import dev.firstcome.psp.ledger.Intent;
import dev.firstcome.psp.ledger.LedgerEntry;
import dev.firstcome.psp.ledger.Problem;
import dev.firstcome.psp.ledger.Refund;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a call does and what it is answered; nothing is done yet. */
record Decision(Answer answer, Change change, Giving giving) {
    static Decision done(Intent intent, List<Event> events, Giving giving) {
        return new Decision(Answer.of(intent), change(intent, null, events), giving);
    }

    static Decision moved(Intent intent, LedgerEntry entry, List<Event> events, Giving giving) {
        return new Decision(Answer.of(intent), change(intent, entry, events), giving);
    }

    static Decision refunded(Refund refund, Change change, Giving giving) {
        return new Decision(Answer.of(refund), change, giving);
    }

    /** Refused in view of the ledger; nothing changes, but the answer is kept. */
    static Decision refused(int status, Problem problem, @Nullable Intent embedded) {
        return new Decision(Answer.problem(status, problem, embedded), change(null, null, List.of()), Giving.WHOLE);
    }

    static Change change(@Nullable Intent intent, @Nullable LedgerEntry entry, List<Event> events) {
        return new Change(intent, null, entry, events, null, null);
    }

    Decision answering(Answer other) {
        return new Decision(other, change, giving);
    }

    Decision given(Giving other) {
        return new Decision(answer, change, other);
    }
}
