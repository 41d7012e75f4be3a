package dev.firstcome.platform.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.contracts.platform.AuditEntry;
import dev.firstcome.platform.events.EventCodec;
import dev.firstcome.platform.publisher.MockKafka;
import dev.firstcome.platform.testing.TestClock;
import dev.firstcome.testsupport.Eventually;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuditTrailTests {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final TestClock clock = new TestClock();
    private final EventCodec codec = new EventCodec();
    private final MockKafka kafka = new MockKafka();
    private final AuditTrail trail = new AuditTrail("a-service", kafka.publisher(clock), codec, clock);

    @AfterEach
    void close() {
        trail.close();
    }

    @Test
    void entriesAreOneChainOfHashes() {
        for (int number = 1; number <= 3; number++) {
            trail.write(AuditNote.of("kim", "action " + number, "DONE"));
        }
        List<String> bodies = published(3);
        List<AuditEntry> entries = bodies.stream().map(this::entry).toList();

        assertThat(entries).extracting(AuditEntry::number).containsExactly(1L, 2L, 3L);
        assertThat(entries).extracting(AuditEntry::action).containsExactly("action 1", "action 2", "action 3");
        assertThat(entries.get(0).previous()).isEqualTo(AuditEntry.GENESIS_HASH);
        assertThat(entries.get(1).previous()).isEqualTo(hash(bodies.get(0)));
        assertThat(entries.get(2).previous()).isEqualTo(hash(bodies.get(1)));
        assertThat(entries).extracting(AuditEntry::writer).containsOnly(trail.writer());
    }

    @Test
    void eachStartOfAProcessHasAChainOfItsOwn() {
        try (AuditTrail other = new AuditTrail("a-service", kafka.publisher(clock), codec, clock)) {
            assertThat(trail.writer()).startsWith("a-service/").isNotEqualTo(other.writer());
        }
    }

    @Test
    void anEntryContainsTheWholeNote() {
        trail.write(AuditNote.of("kim", "PUT /ops/things/1", "200")
                .because("a test")
                .inCall("request-1")
                .changing(Map.of("open", true), Map.of("open", false))
                .confirming(List.of(new AuditEntry.Head("other/1", 7, "a hash"))));

        AuditEntry entry = entry(published(1).getFirst());
        assertThat(entry.actor()).isEqualTo("kim");
        assertThat(entry.reason()).isEqualTo("a test");
        assertThat(entry.requestId()).isEqualTo("request-1");
        assertThat(entry.before()).isEqualTo(Map.of("open", true));
        assertThat(entry.after()).isEqualTo(Map.of("open", false));
        assertThat(entry.heads()).containsExactly(new AuditEntry.Head("other/1", 7, "a hash"));
        assertThat(entry.at()).isEqualTo(clock.instant());
    }

    @Test
    void entriesOfAKafkaOutageArePublishedLaterInOrder() {
        kafka.setUnavailable(true);
        trail.write(AuditNote.of("kim", "first", "DONE"));
        trail.write(AuditNote.of("kim", "second", "DONE"));
        assertThat(kafka.auditEntries()).isEmpty();
        assertThat(trail.hasRoom()).isTrue();

        kafka.setUnavailable(false);

        assertThat(published(2).stream().map(this::entry))
                .extracting(AuditEntry::action)
                .containsExactly("first", "second");
    }

    @Test
    void theNumberOfUnpublishedEntriesIsBounded() {
        kafka.setUnavailable(true);
        for (int number = 0; number < AuditTrail.UNPUBLISHED_MAX; number++) {
            trail.write(AuditNote.of("kim", "action", "DONE"));
        }

        assertThat(trail.hasRoom()).isFalse();
        assertThatThrownBy(() -> trail.write(AuditNote.of("kim", "one more", "DONE")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not published");
    }

    @Test
    void closePublishesThePendingEntries() {
        trail.write(AuditNote.of("kim", "first", "DONE"));
        trail.write(AuditNote.of("kim", "second", "DONE"));

        trail.close();

        assertThat(kafka.auditEntries()).hasSize(2);
    }

    private List<String> published(int number) {
        return Eventually.get(
                number + " entries are published", TIMEOUT, kafka::auditEntries, entries -> entries.size() == number);
    }

    private AuditEntry entry(String body) {
        return codec.read(AuditEntry.class, body.getBytes(StandardCharsets.UTF_8));
    }

    private static String hash(String body) {
        return AuditTrail.hash(body.getBytes(StandardCharsets.UTF_8));
    }
}
