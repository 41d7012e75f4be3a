package dev.firstcome.contracts.switches;

/** The switches that coupon-service reads. A setting takes effect without a restart. */
public final class CouponSwitches {
    /** Admits new coupon requests and admissions. Requests that were accepted before are decided. */
    public static final SwitchDefinition<Gate> REQUESTS = new SwitchDefinition<>(
            "coupons",
            Gate.class,
            Gate.OPEN,
            "Whether new requests for coupons are accepted; while CLOSED they get 503 COUPONS_CLOSED. Accepted requests"
                    + " are decided.");

    /** Decides requests. While it is closed, requests are accepted and keep their positions in the log. */
    public static final SwitchDefinition<Gate> ISSUING = new SwitchDefinition<>(
            "coupons.issuing",
            Gate.class,
            Gate.OPEN,
            "Whether requests for coupons are decided; while CLOSED they are accepted and wait in their order.");

    /** Determines what pauses a campaign automatically. Only an operator resumes a paused campaign. */
    public static final SwitchDefinition<AutoPause> AUTO_PAUSE = new SwitchDefinition<>(
            "coupons.autopause",
            AutoPause.class,
            AutoPause.INVARIANTS,
            "What pauses the campaign that it concerns: nothing (OFF), a broken invariant (INVARIANTS), or that and any"
                    + " anomaly (ANOMALIES).");

    private CouponSwitches() {}

    /** The causes that pause a campaign automatically. */
    public enum AutoPause {
        OFF,
        /** A violated invariant. */
        INVARIANTS,
        /** A violated invariant, or an alert of the campaign. */
        ANOMALIES
    }
}
