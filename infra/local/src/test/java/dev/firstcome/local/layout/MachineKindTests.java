package dev.firstcome.local.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MachineKindTests {

    @Test
    void linuxOnBothProcessorsIsSupported() {
        assertThat(MachineKind.of("Linux", "amd64")).isEqualTo(MachineKind.AMD64);
        assertThat(MachineKind.of("Linux", "aarch64")).isEqualTo(MachineKind.ARM64);
    }

    @Test
    void anotherMachineLacksSomething() {
        assertThatThrownBy(() -> MachineKind.of("Mac OS X", "aarch64"))
                .isInstanceOfSatisfying(
                        LocalPlatformException.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(LocalPlatformException.MACHINE_LACKS));
        assertThatThrownBy(() -> MachineKind.of("Linux", "riscv64")).hasMessageContaining("riscv64");
    }
}
