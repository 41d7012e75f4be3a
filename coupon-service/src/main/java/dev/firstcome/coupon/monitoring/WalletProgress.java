package dev.firstcome.coupon.monitoring;

/** The progress of the wallet consumers. */
@FunctionalInterface
public interface WalletProgress {
    /** Whether the committed offset of the user's wallet consumer is past this result. */
    boolean hasConsumed(MonitoredRecord.Result result);
}
