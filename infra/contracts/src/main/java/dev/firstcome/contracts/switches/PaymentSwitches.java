package dev.firstcome.contracts.switches;

/** The switches that payment-service reads. A setting takes effect without a restart. */
public final class PaymentSwitches {
    /** Admits new payments. Payments in progress are completed; refunds and reads are not affected. */
    public static final SwitchDefinition<Gate> PAYMENTS = new SwitchDefinition<>(
            "payments",
            Gate.class,
            Gate.OPEN,
            "Whether new payments are accepted; while CLOSED they get 503 PAYMENTS_CLOSED. Payments in progress are"
                    + " completed.");

    private PaymentSwitches() {}
}
