package dev.firstcome.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.local.layout.LocalPlatformException;
import org.junit.jupiter.api.Test;

class InfrastructureSourceTests {
    @Test
    void processesAreTheDefault() {
        assertThat(InfrastructureSource.of("")).isEqualTo(InfrastructureSource.PROCESSES);
    }

    @Test
    void eachSourceIsSelectedByItsValue() {
        for (InfrastructureSource source : InfrastructureSource.values()) {
            assertThat(InfrastructureSource.of(source.value())).isEqualTo(source);
        }
    }

    @Test
    void anUnknownValueIsAnsweredWithTheKnownOnes() {
        assertThatThrownBy(() -> InfrastructureSource.of("podman"))
                .isInstanceOf(LocalPlatformException.class)
                .hasMessageContaining("processes, containers");
    }
}
