package dev.firstcome.coupon.proof;

import dev.firstcome.coupon.fold.FoldUnavailable;
import java.util.List;
import java.util.Optional;

/** Reads the log where it is, beside the issuer. Fails with {@link FoldUnavailable} while it cannot be read. */
public interface LogSections {
    /**
     * All records from one offset to another, both within the log; empty if the log does not have all of them any more.
     */
    Optional<List<LoggedRecord>> read(int partition, long first, long last);

    /** The first offset that the log still has. */
    long start(int partition);
}
