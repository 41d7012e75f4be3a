package dev.firstcome.coupon.proof;

import dev.firstcome.coupon.partitionstate.PartitionStateUnavailableException;
import java.util.List;
import java.util.Optional;

/**
 * Reads ranges of the log, independently of the issuer. Fails with {@link PartitionStateUnavailableException} while the
 * log is unavailable.
 */
public interface LogRangeReader {
    /** All records from {@code first} through {@code last}. Empty if some of them were deleted from the log. */
    Optional<List<LoggedRecord>> read(int partition, long first, long last);

    /** The first offset that is still in the log. */
    long start(int partition);
}
