package dev.firstcome.platform.switches.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.contracts.platform.SwitchChanged;
import dev.firstcome.contracts.platform.SwitchLayer;
import dev.firstcome.contracts.switches.Gate;
import dev.firstcome.contracts.switches.SwitchDefinition;
import dev.firstcome.platform.problems.ProblemException;
import dev.firstcome.platform.switches.Switches;
import dev.firstcome.platform.testing.TestClock;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class InternalSwitchesControllerTests {
    private static final SwitchDefinition<Gate> SALES =
            new SwitchDefinition<>("sales", Gate.class, Gate.OPEN, "Whether there are sales.");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final TestClock clock = new TestClock();
    private final Switches switches = new Switches(clock, List.of(SALES));
    private final InternalSwitchesController controller = new InternalSwitchesController(switches);

    @Test
    void aSettingTakesEffectAndIsReturned() {
        SwitchChanged closed = set(1);

        assertThat(controller.apply(JSON.writeValueAsBytes(List.of(closed)))).containsExactly(closed);

        assertThat(switches.get(SALES)).isEqualTo(Gate.CLOSED);
        assertThat(controller.list()).containsExactly(closed);
    }

    /** A restarted sender sends nothing, to learn what this process knows. */
    @Test
    void anEmptyListOnlyReturnsTheSettings() {
        SwitchChanged closed = set(1);
        switches.apply(closed);

        assertThat(controller.apply(utf8("[]"))).containsExactly(closed);
    }

    @Test
    void anOlderSettingHasNoEffect() {
        SwitchChanged newer = set(2);
        switches.apply(newer);

        assertThat(controller.apply(JSON.writeValueAsBytes(List.of(set(1))))).containsExactly(newer);
    }

    @Test
    void unknownFieldsAreIgnored() {
        String body = JSON.writeValueAsString(List.of(set(1))).replaceFirst("\\{", "{\"colour\":\"red\",");

        assertThat(controller.apply(utf8(body))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[", "\"sales\"", ""})
    void anotherBodyIsRejected(String body) {
        assertThatThrownBy(() -> controller.apply(utf8(body)))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.getStatusCode().value()).isEqualTo(400));
    }

    @Test
    void tooManySettingsAreRejected() {
        byte[] body = JSON.writeValueAsBytes(Collections.nCopies(101, set(1)));

        assertThatThrownBy(() -> controller.apply(body)).isInstanceOf(ProblemException.class);
        assertThat(switches.settings()).isEmpty();
    }

    private SwitchChanged set(long version) {
        return new SwitchChanged(
                UUID.randomUUID(),
                "sales",
                SwitchLayer.MANUAL,
                version,
                "CLOSED",
                "a test",
                "kim",
                clock.instant(),
                null);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
