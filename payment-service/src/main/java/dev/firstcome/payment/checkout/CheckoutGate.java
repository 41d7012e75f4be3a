package dev.firstcome.payment.checkout;

import dev.firstcome.contracts.platform.SwitchChanged;
import dev.firstcome.contracts.switches.Gate;
import dev.firstcome.contracts.switches.PaymentSwitches;
import dev.firstcome.payment.provider.ProviderHealth;
import dev.firstcome.payment.standby.ShardStatusCache;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.switches.Setting;
import dev.firstcome.platform.switches.Switches;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Decides whether a user's orders are accepted. It uses in-memory state only, so it works without databases. */
@Component
class CheckoutGate {
    private final Switches switches;
    private final ProviderHealth provider;
    private final ShardStatusCache shardStatus;

    CheckoutGate(Switches switches, ProviderHealth provider, ShardStatusCache shardStatus) {
        this.switches = switches;
        this.provider = provider;
        this.shardStatus = shardStatus;
    }

    /** Returns why orders are rejected; empty if they are accepted. */
    Optional<CheckoutOutcome> closed(UUID userId) {
        Setting<Gate> setting = switches.setting(PaymentSwitches.PAYMENTS);
        if (setting.value() == Gate.CLOSED) {
            SwitchChanged change = setting.by();
            return Optional.of(
                    change == null
                            ? new CheckoutOutcome.Closed("", null)
                            : new CheckoutOutcome.Closed(change.reason(), change.until()));
        }
        Optional<String> blocked = shardStatus.blockedReason(BucketedIds.bucketOf(userId));
        if (blocked.isPresent()) {
            return Optional.of(new CheckoutOutcome.Closed(blocked.get(), null));
        }
        return provider.unavailableFor().map(CheckoutOutcome.ProviderDown::new);
    }
}
