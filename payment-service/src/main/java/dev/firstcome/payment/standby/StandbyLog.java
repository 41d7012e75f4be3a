package dev.firstcome.payment.standby;

import dev.firstcome.contracts.platform.ShardPromoted;
import dev.firstcome.contracts.platform.ShardStandby;

/** Writes down what is known of standbys, outside the shards, so that no loss of a server takes it away. */
public interface StandbyLog {
    /** Tells whether it is known to be written; if not, it may be nevertheless. */
    boolean tell(ShardStandby standby);

    /** Tells whether it is known to be written; if not, it may be nevertheless. */
    boolean tell(ShardPromoted promoted);
}
