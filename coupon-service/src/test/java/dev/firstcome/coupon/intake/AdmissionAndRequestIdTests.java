package dev.firstcome.coupon.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.coupon.admission.Admissions;
import dev.firstcome.coupon.admission.IntakeKeys;
import dev.firstcome.coupon.log.LogPosition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Admissions and request ids are valid only for the user and campaign for which they were signed. */
class AdmissionAndRequestIdTests {
    private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");
    private static final Duration VALID = Duration.ofMinutes(2);
    private static final UUID CAMPAIGN = UUID.randomUUID();
    private static final UUID KIM = UUID.randomUUID();
    private static final UUID LEE = UUID.randomUUID();
    private static final LogPosition POSITION = new LogPosition(11, 123_456_789_012L);

    private final IntakeKeys keys = keys((byte) 1);
    private final Admissions admissions = new Admissions(keys, at(NOW));
    private final RequestIds requestIds = new RequestIds(keys);

    @Test
    void anAdmissionIsValidForItsUserAndCampaign() {
        var admission = admissions.admit(CAMPAIGN, KIM);

        assertThat(admissions.verify(admission.text(), CAMPAIGN, KIM)).contains(admission.id());
        assertThat(admission.expiresAt()).isEqualTo(NOW.plus(VALID));
    }

    @Test
    void anAdmissionIsInvalidForOthers() {
        String admission = admissions.admit(CAMPAIGN, KIM).text();

        assertThat(admissions.verify(admission, CAMPAIGN, LEE)).isEmpty();
        assertThat(admissions.verify(admission, UUID.randomUUID(), KIM)).isEmpty();
    }

    @Test
    void anAdmissionExpires() {
        String admission = admissions.admit(CAMPAIGN, KIM).text();

        assertThat(new Admissions(keys, at(NOW.plus(VALID).minusMillis(1))).verify(admission, CAMPAIGN, KIM))
                .isPresent();
        assertThat(new Admissions(keys, at(NOW.plus(VALID))).verify(admission, CAMPAIGN, KIM))
                .isEmpty();
    }

    @Test
    void anAdmissionOfAnotherKeyIsInvalid() {
        String admission =
                new Admissions(keys((byte) 2), at(NOW)).admit(CAMPAIGN, KIM).text();

        assertThat(admissions.verify(admission, CAMPAIGN, KIM)).isEmpty();
    }

    @Test
    void duringAKeyRotationAdmissionsOfBothKeysAreValid() {
        String oldAdmission = admissions.admit(CAMPAIGN, KIM).text();
        Admissions withNewKeyAdded = new Admissions(keys((byte) 1, (byte) 2), at(NOW));
        Admissions signingWithNewKey = new Admissions(keys((byte) 2, (byte) 1), at(NOW));
        Admissions withoutOldKey = new Admissions(keys((byte) 2), at(NOW));
        String newAdmission = signingWithNewKey.admit(CAMPAIGN, KIM).text();

        assertThat(signingWithNewKey.verify(oldAdmission, CAMPAIGN, KIM)).isPresent();
        assertThat(withNewKeyAdded.verify(newAdmission, CAMPAIGN, KIM)).isPresent();
        assertThat(withoutOldKey.verify(newAdmission, CAMPAIGN, KIM)).isPresent();
        assertThat(withoutOldKey.verify(oldAdmission, CAMPAIGN, KIM)).isEmpty();
    }

    @Test
    void aModifiedAdmissionIsInvalid() {
        String admission = admissions.admit(CAMPAIGN, KIM).text();
        for (int i = 0; i < admission.length() - 1; i++) {
            char other = admission.charAt(i) == 'A' ? 'B' : 'A';
            String modified = admission.substring(0, i) + other + admission.substring(i + 1);

            assertThat(admissions.verify(modified, CAMPAIGN, KIM))
                    .as("modified at %d", i)
                    .isEmpty();
        }
        assertThat(admissions.verify("", CAMPAIGN, KIM)).isEmpty();
        assertThat(admissions.verify("*".repeat(admission.length()), CAMPAIGN, KIM))
                .isEmpty();
    }

    @Test
    void aRequestIdIsReadableOnlyForItsUserAndCampaign() {
        String id = requestIds.of(POSITION, CAMPAIGN, KIM);

        assertThat(requestIds.read(id, CAMPAIGN, KIM)).contains(POSITION);
        assertThat(requestIds.read(id, CAMPAIGN, LEE)).isEmpty();
        assertThat(requestIds.read(id, UUID.randomUUID(), KIM)).isEmpty();
    }

    @Test
    void aForgedRequestIdIsInvalid() {
        String id = requestIds.of(POSITION, CAMPAIGN, KIM);
        for (int i = 0; i < id.length(); i++) {
            char other = id.charAt(i) == 'A' ? 'B' : 'A';

            assertThat(requestIds.read(id.substring(0, i) + other + id.substring(i + 1), CAMPAIGN, KIM))
                    .as("modified at %d", i)
                    .isEmpty();
        }
        assertThat(requestIds.read("", CAMPAIGN, KIM)).isEmpty();
        assertThat(requestIds.read("쿠".repeat(id.length()), CAMPAIGN, KIM)).isEmpty();
    }

    private static Clock at(Instant instant) {
        return Clock.fixed(instant, ZoneOffset.UTC);
    }

    private static IntakeKeys keys(byte... fills) {
        List<String> keys = new ArrayList<>();
        for (byte fill : fills) {
            byte[] key = new byte[32];
            Arrays.fill(key, fill);
            keys.add(Base64.getEncoder().encodeToString(key));
        }
        return new IntakeKeys(keys.getFirst(), keys, VALID);
    }
}
