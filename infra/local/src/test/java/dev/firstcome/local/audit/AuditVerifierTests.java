package dev.firstcome.local.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A trail that was tampered with, in each way that there is. */
class AuditVerifierTests {
    private static final String WRITER = "gateway-service/1";
    private static final String OTHER = "coupon-service/2";

    private final List<Record> trail = new ArrayList<>();

    private record Record(String key, byte[] body) {}

    @BeforeEach
    void fiveEntriesAndAnotherChainThatConfirmsThem() throws Exception {
        for (int i = 1; i <= 5; i++) {
            append(WRITER, "[]");
        }
        append(OTHER, "[]");
        append(OTHER, heads(5));
    }

    @Test
    void asItWasWrittenItIsIntact() {
        AuditVerifier.Report report = verified();

        assertThat(report.faults()).isEmpty();
        assertThat(report.intact()).isTrue();
        assertThat(report.entries()).isEqualTo(7);
        assertThat(report.chains()).isEqualTo(2);
        assertThat(report.confirmed()).isEqualTo(1);
    }

    @Test
    void anEntryThatWasSentTwiceIsOne() {
        trail.add(3, trail.get(1));
        trail.add(trail.get(0));

        assertThat(verified().intact()).isTrue();
        assertThat(verified().entries()).isEqualTo(7);
    }

    @Test
    void aDroppedEntryIsMissed() {
        trail.remove(2);
        assertThat(verified().faults()).anyMatch(fault -> fault.contains("goes from entry 2 to 4"));
    }

    @Test
    void anEditedEntryIsSeen() {
        Record edited = trail.get(2);
        String body = new String(edited.body(), StandardCharsets.UTF_8).replace("kim", "lee");
        trail.set(2, new Record(edited.key(), body.getBytes(StandardCharsets.UTF_8)));
        assertThat(verified().faults()).anyMatch(fault -> fault.contains("entry 4 of " + WRITER + " does not follow"));
    }

    @Test
    void anEntryThatWasPutInIsSeen() throws Exception {
        Record forged = entry(WRITER, 3, hash(trail.get(1).body()), "[\"forged\"]");
        trail.add(3, forged);
        assertThat(verified().faults()).anyMatch(fault -> fault.contains("two entries 3 that differ"));
    }

    @Test
    void entriesThatChangedPlacesAreSeen() {
        Collections.swap(trail, 1, 2);
        assertThat(verified().intact()).isFalse();
    }

    @Test
    void aChainThatWasCutOffNoLongerReachesWhatWasConfirmed() {
        trail.remove(4);
        assertThat(verified().faults()).containsExactly(WRITER + " was confirmed up to entry 5 and ends at 4");
    }

    @Test
    void aChainThatIsGoneIsMissed() {
        trail.removeIf(record -> record.key().equals(WRITER));
        assertThat(verified().faults()).containsExactly(WRITER + " was confirmed up to entry 5 and ends at 0");
    }

    @Test
    void aLastEntryThatWasEditedIsNotTheOneThatWasConfirmed() {
        Record last = trail.get(4);
        String body = new String(last.body(), StandardCharsets.UTF_8).replace("kim", "lee");
        trail.set(4, new Record(last.key(), body.getBytes(StandardCharsets.UTF_8)));
        assertThat(verified().faults()).containsExactly("entry 5 of " + WRITER + " is not the one that was confirmed");
    }

    @Test
    void anEntryUnderAnothersNameAndNonsenseAreSeen() {
        trail.add(new Record(OTHER, trail.get(0).body()));
        trail.add(new Record(OTHER, "{".getBytes(StandardCharsets.UTF_8)));
        assertThat(verified().faults()).hasSize(2);
    }

    private AuditVerifier.Report verified() {
        AuditVerifier verifier = new AuditVerifier();
        trail.forEach(record -> verifier.take(record.key(), record.body()));
        return verifier.report();
    }

    private void append(String writer, String heads) throws Exception {
        List<Record> chain =
                trail.stream().filter(record -> record.key().equals(writer)).toList();
        String previous =
                chain.isEmpty() ? "0".repeat(64) : hash(chain.getLast().body());
        trail.add(entry(writer, chain.size() + 1, previous, heads));
    }

    private static Record entry(String writer, int number, String previous, String heads) {
        String body = "{\"writer\":\"%s\",\"number\":%d,\"previous\":\"%s\",\"actor\":\"kim\",\"heads\":%s}"
                .formatted(writer, number, previous, heads);
        return new Record(writer, body.getBytes(StandardCharsets.UTF_8));
    }

    private String heads(int number) throws Exception {
        return "[{\"writer\":\"%s\",\"number\":%d,\"hash\":\"%s\"}]"
                .formatted(WRITER, number, hash(trail.get(number - 1).body()));
    }

    private static String hash(byte[] body) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    }
}
