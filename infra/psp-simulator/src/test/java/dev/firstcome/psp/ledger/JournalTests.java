package dev.firstcome.psp.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class JournalTests {
    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("deep/journal");
    }

    private static Intent intent(String id, IntentState state) {
        PaymentOrder order = new PaymentOrder(500, "krw", null, Map.of(PaymentOrder.PAYMENT_ID, "p-" + id));
        return new Intent(id, 1_800_000_000L, order, "pm_card_visa", state, Intent.FaultProgress.NONE);
    }

    private static LedgerChange change(String id) {
        Intent paid = intent(id, new IntentState.Succeeded("ch_" + id));
        Event event = new Event("evt_" + id, "payment_intent.succeeded", 7, new Event.Origin("req_1", "k"), paid, null);
        LedgerEntry entry = new LedgerEntry(1, LedgerEntry.Type.CAPTURE, id, null, 500, "krw", "p-" + id, "k", 7);
        StoredResponse stored = new StoredResponse("k", "hash", "req_1", 7, ApiResponse.of(paid));
        return new LedgerChange(paid, null, entry, List.of(event), stored, null);
    }

    private List<LedgerChange> read() throws IOException {
        List<LedgerChange> changes = new ArrayList<>();
        try (Journal _ = Journal.open(file(), changes::add)) {
            return changes;
        }
    }

    private void write(LedgerChange... changes) throws IOException {
        try (Journal journal = Journal.open(file(), _ -> {})) {
            for (LedgerChange change : changes) {
                journal.append(change);
            }
        }
    }

    @Test
    void changesAreReadUnchanged() throws IOException {
        Intent declined =
                intent("pi_2", new IntentState.NeedsMethod(new CardError("card_declined", null, "no"), "pm_card_visa"));
        Event deferred =
                new Event("evt_2", "payment_intent.payment_failed", 8, new Event.Origin(null, null), declined, null);
        Intent withDeferredEvent = declined.withFaultProgress(new Intent.FaultProgress(true, false, deferred));
        ApiResponse error = ApiResponse.error(402, StripeError.invalidRequest("card_declined", "no"), declined);
        LedgerChange second = new LedgerChange(
                withDeferredEvent, null, null, List.of(), new StoredResponse("k2", "hash", "req_2", 8, error), null);
        LedgerChange third = LedgerChange.eventCompleted("evt_1", true);

        write(change("pi_1"));
        write(second, third);

        assertThat(read()).containsExactly(change("pi_1"), second, third);
    }

    @Test
    void anIncompleteLastLineIsTruncated() throws IOException {
        write(change("pi_1"));
        long complete = Files.size(file());
        Files.write(file(), "{\"intent\":{\"id\":".getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);

        assertThat(read()).containsExactly(change("pi_1"));
        assertThat(Files.size(file())).isEqualTo(complete);
        write(change("pi_2"));
        assertThat(read()).containsExactly(change("pi_1"), change("pi_2"));
    }

    @Test
    void aCorruptLineFailsTheReplay() throws IOException {
        write(change("pi_1"));
        Files.write(file(), "rubbish\n".getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);

        assertThatIllegalStateException().isThrownBy(this::read).withMessageContaining("corrupt at byte");
    }

    @Test
    void aLineContainsItsIntentOnce() throws IOException {
        write(change("pi_1"));

        // The payment id is once in the intent and once in the entry.
        assertThat(Files.readString(file()).split("p-pi_1", -1)).hasSize(3);
    }
}
