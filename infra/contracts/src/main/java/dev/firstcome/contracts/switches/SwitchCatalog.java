package dev.firstcome.contracts.switches;

import java.util.List;

/** All switches of the system, in the order in which the help of the command line lists them. */
public final class SwitchCatalog {
    public static final List<SwitchDefinition<?>> ALL = List.of(
            CouponSwitches.REQUESTS, CouponSwitches.ISSUING, CouponSwitches.AUTO_PAUSE, PaymentSwitches.PAYMENTS);

    private SwitchCatalog() {}
}
