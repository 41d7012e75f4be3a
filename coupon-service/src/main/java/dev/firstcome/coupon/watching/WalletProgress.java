package dev.firstcome.coupon.watching;

/** How far wallets have taken what is told. */
@FunctionalInterface
public interface WalletProgress {
    /** Whether the wallet of this result's user has it, as far as its consumer has said so. */
    boolean hasTaken(Watched.Told told);
}
