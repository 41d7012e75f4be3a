package dev.firstcome.payment.checkout;

import dev.firstcome.contracts.platform.SwitchSet;
import dev.firstcome.payment.provider.ProviderHealth;
import dev.firstcome.payment.standby.Standbys;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.switches.Gate;
import dev.firstcome.platform.switches.Setting;
import dev.firstcome.platform.switches.Switch;
import dev.firstcome.platform.switches.Switches;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Whether a user's new payments are taken now. It asks nobody, so it answers while databases are away. */
@Component
class CheckoutGate {
    private final Switches switches;
    private final ProviderHealth provider;
    private final Standbys standbys;

    CheckoutGate(Switches switches, ProviderHealth provider, Standbys standbys) {
        this.switches = switches;
        this.provider = provider;
        this.standbys = standbys;
    }

    /** Why none is taken; empty: they are. */
    Optional<CheckoutOutcome> shut(UUID userId) {
        Setting<Gate> setting = switches.setting(Switch.PAYMENTS);
        if (setting.value() == Gate.CLOSED) {
            SwitchSet by = setting.by();
            return Optional.of(
                    by == null
                            ? new CheckoutOutcome.Closed("", null)
                            : new CheckoutOutcome.Closed(by.reason(), by.until()));
        }
        Optional<String> untrusted = standbys.closed(BucketedIds.bucketOf(userId));
        if (untrusted.isPresent()) {
            return Optional.of(new CheckoutOutcome.Closed(untrusted.get(), null));
        }
        return provider.awayFor().map(CheckoutOutcome.ProviderDown::new);
    }
}
