package dev.firstcome.payment.checkout;

import dev.firstcome.contracts.platform.SwitchSet;
import dev.firstcome.payment.provider.ProviderHealth;
import dev.firstcome.platform.switches.Gate;
import dev.firstcome.platform.switches.Setting;
import dev.firstcome.platform.switches.Switch;
import dev.firstcome.platform.switches.Switches;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Whether new payments are taken now. It asks nobody, so it answers while databases are away. */
@Component
class CheckoutGate {
    private final Switches switches;
    private final ProviderHealth provider;

    CheckoutGate(Switches switches, ProviderHealth provider) {
        this.switches = switches;
        this.provider = provider;
    }

    /** Why none is taken; empty: they are. */
    Optional<CheckoutOutcome> shut() {
        Setting<Gate> setting = switches.setting(Switch.PAYMENTS);
        if (setting.value() == Gate.CLOSED) {
            SwitchSet by = setting.by();
            return Optional.of(
                    by == null
                            ? new CheckoutOutcome.Closed("", null)
                            : new CheckoutOutcome.Closed(by.reason(), by.until()));
        }
        return provider.awayFor().map(CheckoutOutcome.ProviderDown::new);
    }
}
