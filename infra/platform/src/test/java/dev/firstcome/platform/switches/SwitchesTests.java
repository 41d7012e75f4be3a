package dev.firstcome.platform.switches;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.platform.SwitchChanged;
import dev.firstcome.contracts.platform.SwitchLayer;
import dev.firstcome.platform.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SwitchesTests {
    private final TestClock clock = new TestClock();
    private final Switches switches = new Switches(clock);

    @Test
    void whatNobodySetIsAsByDefault() {
        assertThat(switches.get(Switch.COUPONS)).isEqualTo(Gate.OPEN);
        assertThat(switches.setting(Switch.COUPONS).by()).isNull();
    }

    @Test
    void anOperatorCountsBeforeASign() {
        switches.take(set(SwitchLayer.AUTO, 7, "CLOSED", null));
        assertThat(switches.get(Switch.COUPONS)).isEqualTo(Gate.CLOSED);

        switches.take(set(SwitchLayer.MANUAL, 1, "OPEN", null));
        assertThat(switches.get(Switch.COUPONS)).isEqualTo(Gate.OPEN);

        switches.take(set(SwitchLayer.MANUAL, 2, null, null));
        assertThat(switches.get(Switch.COUPONS)).as("left to the sign").isEqualTo(Gate.CLOSED);
    }

    @Test
    void inWhicheverOrderSettingsAreHeardTheSameCounts() {
        Random random = new Random(20_261_123);
        List<SwitchChanged> all = new ArrayList<>();
        for (int version = 1; version <= 5; version++) {
            all.add(set(SwitchLayer.MANUAL, version, version % 2 == 0 ? "OPEN" : "CLOSED", null));
            all.add(set(SwitchLayer.MANUAL, version, "OPEN", null)); // of another gateway at the same moment
        }
        List<UUID> counting = new ArrayList<>();
        for (int round = 0; round < 50; round++) {
            Collections.shuffle(all, random);
            Switches some = new Switches(clock);
            all.forEach(round % 2 == 0 ? some::take : some::takeRecorded);
            all.subList(0, 3).forEach(some::take);
            counting.add(some.all().getFirst().changeId());
        }
        assertThat(counting).hasSize(50).containsOnly(counting.getFirst());
    }

    @Test
    void aSettingEndsByTheClockAndIsToldToHaveEnded() {
        switches.take(set(SwitchLayer.MANUAL, 1, "CLOSED", clock.instant().plusSeconds(60)));
        assertThat(switches.ended()).isEmpty();

        clock.goOn(Duration.ofSeconds(59));
        assertThat(switches.get(Switch.COUPONS)).isEqualTo(Gate.CLOSED);

        clock.goOn(Duration.ofSeconds(1));
        assertThat(switches.get(Switch.COUPONS)).isEqualTo(Gate.OPEN);
        assertThat(switches.ended()).hasSize(1);

        switches.take(set(SwitchLayer.MANUAL, 2, null, null));
        assertThat(switches.ended()).as("told once").isEmpty();
    }

    @Test
    void whatTheTopicDoesNotSayLastMustBeAppended() {
        SwitchChanged first = set(SwitchLayer.MANUAL, 1, "CLOSED", null);
        SwitchChanged second = set(SwitchLayer.MANUAL, 2, "OPEN", null);
        switches.takeRecorded(first);
        assertThat(switches.unrecorded()).isEmpty();

        switches.take(second);
        assertThat(switches.unrecorded()).containsExactly(second);

        switches.takeRecorded(second);
        assertThat(switches.unrecorded()).isEmpty();

        switches.takeRecorded(first); // appended late, by a gateway that was away
        assertThat(switches.get(Switch.COUPONS)).isEqualTo(Gate.OPEN);
        assertThat(switches.unrecorded())
                .as("else a new process would take the first")
                .containsExactly(second);
    }

    @Test
    void aValueOfAnotherTypeSetsNothing() {
        switches.take(set(SwitchLayer.MANUAL, 1, "closed", null));
        assertThat(switches.get(Switch.COUPONS)).isEqualTo(Gate.OPEN);
        assertThat(Switch.COUPONS.read(1)).isEmpty();
        assertThat(Switch.COUPONS.read(true)).isEmpty();
        assertThat(Switch.COUPONS.read(null)).isEmpty();
        assertThat(Switch.COUPONS.read("CLOSED")).contains(Gate.CLOSED);
    }

    private SwitchChanged set(SwitchLayer layer, long version, @Nullable Object value, @Nullable Instant until) {
        return new SwitchChanged(
                UUID.randomUUID(), "coupons", layer, version, value, "a test", "a tester", clock.instant(), until);
    }
}
