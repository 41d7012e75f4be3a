package dev.firstcome.coupon.issuing;

import dev.firstcome.contracts.platform.SwitchSet;
import dev.firstcome.platform.switches.Gate;
import dev.firstcome.platform.switches.Setting;
import dev.firstcome.platform.switches.Switch;
import dev.firstcome.platform.switches.Switches;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Holds all issuing while the switch {@code coupons.issuing} is closed. The fold reads no switch: the log is the queue. */
@Component
final class SwitchedHold implements IssuingHold {
    private final Switches switches;

    SwitchedHold(Switches switches) {
        this.switches = switches;
    }

    @Override
    public Optional<Held> now() {
        Setting<Gate> gate = switches.setting(Switch.COUPONS_ISSUING);
        SwitchSet by = gate.by();
        return gate.value() == Gate.CLOSED && by != null
                ? Optional.of(new Held(by.reason(), by.until()))
                : Optional.empty();
    }
}
