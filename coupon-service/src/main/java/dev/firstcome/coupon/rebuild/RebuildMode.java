package dev.firstcome.coupon.rebuild;

/** What a rebuild is for. */
public enum RebuildMode {
    /** Says whether the state, what users were told, and the wallets are what the log makes of itself. Changes nothing. */
    VERIFY,
    /** As {@link #VERIFY}; then the new state takes the live one's place, unless it contradicts what users were told. */
    SWAP,
    /** Says for whom other terms would have made a difference. Changes nothing. */
    WHAT_IF
}
