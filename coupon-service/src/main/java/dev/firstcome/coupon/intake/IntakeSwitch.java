package dev.firstcome.coupon.intake;

import dev.firstcome.contracts.platform.SwitchChanged;
import dev.firstcome.contracts.switches.CouponSwitches;
import dev.firstcome.contracts.switches.Gate;
import dev.firstcome.platform.switches.Setting;
import dev.firstcome.platform.switches.Switches;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The switch {@code coupons}, with which an operator or an alert closes the intake of all campaigns. */
@Component
public final class IntakeSwitch {
    private final Switches switches;

    IntakeSwitch(Switches switches) {
        this.switches = switches;
    }

    /** Returns the reason if the intake is closed. Performs no I/O. */
    public Optional<IntakeResult.IntakeClosed> closed() {
        Setting<Gate> gate = switches.setting(CouponSwitches.REQUESTS);
        SwitchChanged by = gate.by();
        return gate.value() == Gate.CLOSED && by != null
                ? Optional.of(new IntakeResult.IntakeClosed(by.reason(), by.until()))
                : Optional.empty();
    }
}
