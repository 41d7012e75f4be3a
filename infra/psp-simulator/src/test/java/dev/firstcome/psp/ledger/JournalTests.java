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
        Order order = new Order(500, "krw", null, Map.of(Order.PAYMENT_ID, "p-" + id));
        return new Intent(id, 1_800_000_000L, order, "pm_card_visa", state, Intent.Faults.NONE);
    }

    private static Change change(String id) {
        Intent paid = intent(id, new IntentState.Succeeded("ch_" + id));
        Event event = new Event("evt_" + id, "payment_intent.succeeded", 7, new Event.Origin("req_1", "k"), paid, null);
        LedgerEntry entry = new LedgerEntry(1, LedgerEntry.Type.CAPTURE, id, null, 500, "krw", "p-" + id, "k", 7);
        KeptAnswer kept = new KeptAnswer("k", "print", "req_1", 7, Answer.of(paid));
        return new Change(paid, null, entry, List.of(event), kept, null);
    }

    private List<Change> read() throws IOException {
        List<Change> changes = new ArrayList<>();
        try (Journal _ = Journal.open(file(), changes::add)) {
            return changes;
        }
    }

    private void write(Change... changes) throws IOException {
        try (Journal journal = Journal.open(file(), _ -> {})) {
            for (Change change : changes) {
                journal.append(change);
            }
        }
    }

    @Test
    void changesComeBackAsTheyWere() throws IOException {
        Intent declined =
                intent("pi_2", new IntentState.NeedsMethod(new CardError("card_declined", null, "no"), "pm_card_visa"));
        Event held =
                new Event("evt_2", "payment_intent.payment_failed", 8, new Event.Origin(null, null), declined, null);
        Intent holding = declined.met(new Intent.Faults(true, false, held));
        Answer problem = Answer.problem(402, Problem.invalid("card_declined", "no"), declined);
        Change second =
                new Change(holding, null, null, List.of(), new KeptAnswer("k2", "print", "req_2", 8, problem), null);
        Change third = Change.settled("evt_1", true);

        write(change("pi_1"));
        write(second, third);

        assertThat(read()).containsExactly(change("pi_1"), second, third);
    }

    @Test
    void aTornLastLineIsDroppedAndWrittenOver() throws IOException {
        write(change("pi_1"));
        long whole = Files.size(file());
        Files.write(file(), "{\"intent\":{\"id\":".getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);

        assertThat(read()).containsExactly(change("pi_1"));
        assertThat(Files.size(file())).isEqualTo(whole);
        write(change("pi_2"));
        assertThat(read()).containsExactly(change("pi_1"), change("pi_2"));
    }

    @Test
    void aBrokenLineInTheMiddleIsNotPassedOver() throws IOException {
        write(change("pi_1"));
        Files.write(file(), "rubbish\n".getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);

        assertThatIllegalStateException().isThrownBy(this::read).withMessageContaining("broken at byte");
    }

    @Test
    void anIntentStandsInALineOnce() throws IOException {
        write(change("pi_1"));

        // Once in the intent, once in the entry.
        assertThat(Files.readString(file()).split("p-pi_1", -1)).hasSize(3);
    }
}
