package dev.firstcome.coupon.rebuild;

/** The purpose of a rebuild. */
public enum RebuildMode {
    /** Verifies the live state, the published results and the wallets against the log. Changes nothing. */
    VERIFY,
    /**
     * As {@link #VERIFY}, then replaces the live state, unless the new state contradicts published results or wallets.
     */
    SWAP,
    /** Reports the users for whom other terms would have a different result. Changes nothing. */
    WHAT_IF
}
