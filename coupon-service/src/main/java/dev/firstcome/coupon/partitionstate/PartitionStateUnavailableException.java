package dev.firstcome.coupon.partitionstate;

/** A partition state is temporarily unreadable: Redis is unavailable, or the state is being rebuilt. */
public final class PartitionStateUnavailableException extends RuntimeException {
    public PartitionStateUnavailableException(String reason) {
        super(reason);
    }

    public PartitionStateUnavailableException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
