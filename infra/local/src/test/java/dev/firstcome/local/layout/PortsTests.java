package dev.firstcome.local.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PortsTests {

    @Test
    void noTwoListenersShareAPort() {
        assertThat(Ports.table().values()).doesNotHaveDuplicates();
    }

    @Test
    void everyPortLiesInTheBlock() {
        assertThat(Ports.table().values()).allMatch(offset -> offset >= 0 && offset < Ports.BLOCK);
    }

    @Test
    void theGatewayIsOnTheBase() {
        assertThat(new Ports(8080).of("gateway-service")).isEqualTo(8080);
    }

    @Test
    void aBaseThatLeavesNoRoomIsWrongUse() {
        assertThatThrownBy(() -> new Ports(65_500))
                .isInstanceOfSatisfying(
                        LocalPlatformException.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(LocalPlatformException.WRONG_USE));
    }
}
