package dev.firstcome.psp.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.exception.SignatureVerificationException;
import com.stripe.net.Webhook;
import dev.firstcome.psp.ledger.Event;
import dev.firstcome.psp.ledger.Intent;
import dev.firstcome.psp.ledger.IntentState;
import dev.firstcome.psp.ledger.Journal;
import dev.firstcome.psp.ledger.LedgerChange;
import dev.firstcome.psp.ledger.PaymentOrder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class WebhookDispatcherTests {
    private static final Intent INTENT = new Intent(
            "pi_1",
            1,
            new PaymentOrder(5, "krw", null, Map.of()),
            "pm_card_visa",
            new IntentState.NeedsConfirmation(),
            Intent.FaultProgress.NONE);

    @TempDir
    private Path folder;

    private static Event event(int number) {
        return new Event("evt_" + number, "refund.created", 1, new Event.Origin(null, null), INTENT, null);
    }

    @Test
    void theOldestEventsAreDroppedBeyondTheLimit() throws IOException {
        Path file = folder.resolve("journal");
        int excess = 3;
        try (Journal journal = Journal.open(file, _ -> {})) {
            WebhookDispatcher webhooks =
                    new WebhookDispatcher(null, _ -> new byte[0], new PendingEvents(), journal, Clock.systemUTC());
            webhooks.register(IntStream.range(0, WebhookDispatcher.PENDING_MAX + excess)
                    .mapToObj(WebhookDispatcherTests::event)
                    .toList());

            assertThat(webhooks.counts())
                    .isEqualTo(new WebhookDispatcher.Counts(WebhookDispatcher.PENDING_MAX, 0, excess));
        }

        List<LedgerChange> written = new ArrayList<>();
        Journal.open(file, written::add).close();
        assertThat(written)
                .containsExactly(
                        LedgerChange.eventCompleted("evt_0", false),
                        LedgerChange.eventCompleted("evt_1", false),
                        LedgerChange.eventCompleted("evt_2", false));
    }

    @Test
    void incompleteEventsArePending() {
        PendingEvents pendingEvents = new PendingEvents();
        pendingEvents.apply(new LedgerChange(null, null, null, List.of(event(1), event(2), event(3)), null, null));
        pendingEvents.apply(LedgerChange.eventCompleted("evt_1", true));
        pendingEvents.apply(LedgerChange.eventCompleted("evt_2", false));

        assertThat(pendingEvents.pending()).containsExactly(event(3));
        assertThat(pendingEvents.delivered()).isEqualTo(1);
        assertThat(pendingEvents.dropped()).isEqualTo(1);
    }

    @Test
    void backoffDoublesUpToAMinute() {
        assertThat(IntStream.of(1, 2, 3, 6, 7, 8, 1_000).mapToObj(RetryBackoff::after))
                .containsExactly(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(32),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(60));
    }

    @Test
    void signaturesAreAcceptedByTheSdk() throws SignatureVerificationException {
        String body = "{\"id\":\"evt_1\",\"object\":\"event\"}";
        String header = new WebhookSignature("whsec_1")
                .of(body.getBytes(StandardCharsets.UTF_8), Clock.systemUTC().millis() / 1000);

        assertThat(Webhook.constructEvent(body, header, "whsec_1").getId()).isEqualTo("evt_1");
    }
}
