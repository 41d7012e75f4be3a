package dev.firstcome.psp.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LedgerTests {
    private static final long TIME = 1_800_000_000L;

    private final Ledger ledger = new Ledger();

    private static Intent intent(String id, long created, IntentState state) {
        PaymentOrder order = new PaymentOrder(500, "krw", null, Map.of(PaymentOrder.PAYMENT_ID, "p"));
        return new Intent(id, created, order, "pm_card_visa", state, Intent.FaultProgress.NONE);
    }

    private static LedgerChange created(String id, long created) {
        return new LedgerChange(
                intent(id, created, new IntentState.NeedsConfirmation()), null, null, List.of(), null, null);
    }

    private static LedgerChange captured(String id, long entry) {
        return new LedgerChange(
                intent(id, TIME, new IntentState.Succeeded("ch")),
                null,
                new LedgerEntry(entry, LedgerEntry.Type.CAPTURE, id, null, 500, "krw", "p", "k", TIME),
                List.of(),
                null,
                null);
    }

    private static ListQuery query(long min, long max, int limit, @Nullable String after) {
        return new ListQuery(min, max, limit, after);
    }

    private List<String> ids(ListQuery query) {
        return ledger.intents(query).orElseThrow().data().stream()
                .map(Intent::id)
                .toList();
    }

    @Test
    void anIntentIsCapturedOnce() {
        ledger.apply(created("pi_1", TIME));
        ledger.apply(captured("pi_1", 1));

        assertThatIllegalStateException().isThrownBy(() -> ledger.apply(captured("pi_1", 2)));
        assertThat(ledger.totals()).isEqualTo(new LedgerTotals(1, Map.of("krw", 500L), 0, Map.of(), 1));
    }

    @Test
    void entriesHaveNoGaps() {
        ledger.apply(created("pi_1", TIME));

        assertThatIllegalStateException().isThrownBy(() -> ledger.apply(captured("pi_1", 2)));
    }

    @Test
    void theListIsLimitedByTimeAndSize() {
        for (int number = 0; number < 5; number++) {
            ledger.apply(created("pi_" + number, TIME + number));
        }

        assertThat(ids(query(0, Long.MAX_VALUE, 2, null))).containsExactly("pi_4", "pi_3");
        assertThat(ids(query(TIME + 1, TIME + 2, 10, null))).containsExactly("pi_2", "pi_1");
        assertThat(ids(query(0, Long.MAX_VALUE, 10, "pi_1"))).containsExactly("pi_0");
        assertThat(ledger.intents(query(0, 1, 1, "pi_none"))).isEmpty();
        assertThat(ledger.intents(query(0, Long.MAX_VALUE, 5, null))
                        .orElseThrow()
                        .hasMore())
                .isFalse();
    }

    @Test
    void creationTimesNeverDecrease() {
        ledger.apply(created("pi_1", TIME));

        assertThat(ledger.intentTime(TIME - 10)).isEqualTo(TIME);
        assertThat(ledger.intentTime(TIME + 10)).isEqualTo(TIME + 10);
    }

    @Test
    void paymentsAreFoundNewestFirst() {
        ledger.apply(created("pi_1", TIME));
        ledger.apply(created("pi_2", TIME));
        ledger.apply(captured("pi_1", 1));

        assertThat(ledger.ofPayment("p").stream().map(Intent::id)).containsExactly("pi_2", "pi_1");
        assertThat(ledger.ofPayment("q")).isEmpty();
    }
}
