package dev.firstcome.e2e.failpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailpointTests {
    @Test
    void parsesClassMethodAndCall() {
        assertThat(Failpoint.parse("a.b.Outer$Inner#publish@3:halt"))
                .isEqualTo(new Failpoint("a.b.Outer$Inner", "publish", 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.B#c", "a.B#c@0:halt", "a.B#c@1:sleep", "a.B@1:halt", "a.B#c@1:halt "})
    void rejectsOtherFormats(String text) {
        assertThatThrownBy(() -> Failpoint.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
