package dev.firstcome.coupon.issuercontrol;

import dev.firstcome.contracts.platform.SwitchChanged;
import dev.firstcome.contracts.switches.CouponSwitches;
import dev.firstcome.contracts.switches.Gate;
import dev.firstcome.platform.switches.Setting;
import dev.firstcome.platform.switches.Switches;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Pauses all issuing while the switch {@code coupons.issuing} is closed. The log continues to queue requests. The
 * partition state never depends on switches.
 */
@Component
final class IssuingKillSwitch implements IssuingPause {
    private final Switches switches;

    IssuingKillSwitch(Switches switches) {
        this.switches = switches;
    }

    @Override
    public Optional<Pause> current() {
        Setting<Gate> gate = switches.setting(CouponSwitches.ISSUING);
        SwitchChanged by = gate.by();
        return gate.value() == Gate.CLOSED && by != null
                ? Optional.of(new Pause(by.reason(), by.until()))
                : Optional.empty();
    }
}
