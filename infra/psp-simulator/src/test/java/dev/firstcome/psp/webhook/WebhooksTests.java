package dev.firstcome.psp.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.exception.SignatureVerificationException;
import com.stripe.net.Webhook;
import dev.firstcome.psp.ledger.Change;
import dev.firstcome.psp.ledger.Event;
import dev.firstcome.psp.ledger.Intent;
import dev.firstcome.psp.ledger.IntentState;
import dev.firstcome.psp.ledger.Journal;
import dev.firstcome.psp.ledger.Order;
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
class WebhooksTests {
    private static final Intent INTENT = new Intent(
            "pi_1",
            1,
            new Order(5, "krw", null, Map.of()),
            "pm_card_visa",
            new IntentState.NeedsConfirmation(),
            Intent.Faults.NONE);

    @TempDir
    private Path folder;

    private static Event event(int number) {
        return new Event("evt_" + number, "refund.created", 1, new Event.Origin(null, null), INTENT, null);
    }

    @Test
    void theOldestAreDroppedWhenTooManyWait() throws IOException {
        Path file = folder.resolve("journal");
        int more = 3;
        try (Journal journal = Journal.open(file, _ -> {})) {
            Webhooks webhooks = new Webhooks(null, _ -> new byte[0], new Backlog(), journal, Clock.systemUTC());
            webhooks.register(IntStream.range(0, Webhooks.WAITING_MAX + more)
                    .mapToObj(WebhooksTests::event)
                    .toList());

            assertThat(webhooks.counts()).isEqualTo(new Webhooks.Counts(Webhooks.WAITING_MAX, 0, more));
        }

        List<Change> written = new ArrayList<>();
        Journal.open(file, written::add).close();
        assertThat(written)
                .containsExactly(
                        Change.settled("evt_0", false), Change.settled("evt_1", false), Change.settled("evt_2", false));
    }

    @Test
    void theBacklogIsWhatWasNotSettled() {
        Backlog backlog = new Backlog();
        backlog.apply(new Change(null, null, null, List.of(event(1), event(2), event(3)), null, null));
        backlog.apply(Change.settled("evt_1", true));
        backlog.apply(Change.settled("evt_2", false));

        assertThat(backlog.waiting()).containsExactly(event(3));
        assertThat(backlog.delivered()).isEqualTo(1);
        assertThat(backlog.dropped()).isEqualTo(1);
    }

    @Test
    void waitsDoubleUpToAMinute() {
        assertThat(IntStream.of(1, 2, 3, 6, 7, 8, 1_000).mapToObj(Backoff::after))
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
    void signaturesAreStripes() throws SignatureVerificationException {
        String body = "{\"id\":\"evt_1\",\"object\":\"event\"}";
        String header = new Signature("whsec_1")
                .of(body.getBytes(StandardCharsets.UTF_8), Clock.systemUTC().millis() / 1000);

        assertThat(Webhook.constructEvent(body, header, "whsec_1").getId()).isEqualTo("evt_1");
    }
}
