package dev.firstcome.platform.switches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.contracts.platform.SwitchChanged;
import dev.firstcome.contracts.platform.SwitchLayer;
import dev.firstcome.contracts.switches.Gate;
import dev.firstcome.contracts.switches.SwitchDefinition;
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
    private static final SwitchDefinition<Gate> SALES =
            new SwitchDefinition<>("sales", Gate.class, Gate.OPEN, "Whether there are sales.");

    private final TestClock clock = new TestClock();
    private final Switches switches = new Switches(clock, List.of(SALES));

    @Test
    void aSwitchWithoutASettingHasItsDefault() {
        assertThat(switches.get(SALES)).isEqualTo(Gate.OPEN);
        assertThat(switches.setting(SALES).by()).isNull();
    }

    @Test
    void anOperatorsSettingHasPrecedenceOverAnAlerts() {
        switches.apply(set(SwitchLayer.AUTO, 7, "CLOSED", null));
        assertThat(switches.get(SALES)).isEqualTo(Gate.CLOSED);

        switches.apply(set(SwitchLayer.MANUAL, 1, "OPEN", null));
        assertThat(switches.get(SALES)).isEqualTo(Gate.OPEN);

        switches.apply(set(SwitchLayer.MANUAL, 2, null, null));
        assertThat(switches.get(SALES)).as("returned to the alert").isEqualTo(Gate.CLOSED);
    }

    @Test
    void theResultDoesNotDependOnTheOrderOfArrival() {
        long seed = 20_261_123;
        Random random = new Random(seed);
        List<SwitchChanged> all = new ArrayList<>();
        for (int version = 1; version <= 5; version++) {
            all.add(set(SwitchLayer.MANUAL, version, version % 2 == 0 ? "OPEN" : "CLOSED", null));
            all.add(set(SwitchLayer.MANUAL, version, "OPEN", null)); // of another gateway at the same moment
        }
        List<UUID> inForce = new ArrayList<>();
        for (int round = 0; round < 50; round++) {
            Collections.shuffle(all, random);
            Switches some = new Switches(clock, List.of(SALES));
            all.forEach(round % 2 == 0 ? some::apply : some::applyRecorded);
            all.subList(0, 3).forEach(some::apply);
            inForce.add(some.settings().getFirst().changeId());
        }
        assertThat(inForce).as("seed %d", seed).hasSize(50).containsOnly(inForce.getFirst());
    }

    @Test
    void anExpiredSettingIsIgnoredAndReported() {
        switches.apply(set(SwitchLayer.MANUAL, 1, "CLOSED", clock.instant().plusSeconds(60)));
        assertThat(switches.expired()).isEmpty();

        clock.advance(Duration.ofSeconds(59));
        assertThat(switches.get(SALES)).isEqualTo(Gate.CLOSED);

        clock.advance(Duration.ofSeconds(1));
        assertThat(switches.get(SALES)).isEqualTo(Gate.OPEN);
        assertThat(switches.expired()).hasSize(1);

        switches.apply(set(SwitchLayer.MANUAL, 2, null, null));
        assertThat(switches.expired()).as("its end is recorded").isEmpty();
    }

    @Test
    void aSettingThatIsNotTheTopicsLastRecordMustBePublished() {
        SwitchChanged first = set(SwitchLayer.MANUAL, 1, "CLOSED", null);
        SwitchChanged second = set(SwitchLayer.MANUAL, 2, "OPEN", null);
        switches.applyRecorded(first);
        assertThat(switches.unrecorded()).isEmpty();

        switches.apply(second);
        assertThat(switches.unrecorded()).containsExactly(second);

        switches.applyRecorded(second);
        assertThat(switches.unrecorded()).isEmpty();

        switches.applyRecorded(first); // appended late, by a gateway that was unavailable
        assertThat(switches.get(SALES)).isEqualTo(Gate.OPEN);
        assertThat(switches.unrecorded())
                .as("otherwise a new process would apply the first")
                .containsExactly(second);
    }

    @Test
    void anInvalidValueIsIgnored() {
        switches.apply(set(SwitchLayer.MANUAL, 1, "closed", null));
        assertThat(switches.get(SALES)).isEqualTo(Gate.OPEN);
        assertThat(SALES.parse(1)).isEmpty();
        assertThat(SALES.parse(true)).isEmpty();
        assertThat(SALES.parse(null)).isEmpty();
        assertThat(SALES.parse("CLOSED")).contains(Gate.CLOSED);
        assertThat(SALES.values()).containsExactly("OPEN", "CLOSED");
    }

    @Test
    void aDefinitionIsFoundByItsName() {
        assertThat(switches.definition("sales")).contains(SALES);
        assertThat(switches.definition("refunds")).isEmpty();
        assertThatThrownBy(() -> new Switches(clock, List.of(SALES, SALES)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("sales");
    }

    private SwitchChanged set(SwitchLayer layer, long version, @Nullable Object value, @Nullable Instant until) {
        return new SwitchChanged(
                UUID.randomUUID(), "sales", layer, version, value, "a test", "a tester", clock.instant(), until);
    }
}
