package dev.firstcome.payment.standby;

import dev.firstcome.contracts.platform.ShardPromoted;
import dev.firstcome.contracts.platform.ShardStandbyChanged;

/** Log of standby and promotion records. It is stored outside the shards, so that it survives the loss of a server. */
public interface StandbyLog {
    /** Returns true if the record is known to be stored. After false, the record may be stored or not. */
    boolean append(ShardStandbyChanged standby);

    /** Returns true if the record is known to be stored. After false, the record may be stored or not. */
    boolean append(ShardPromoted promoted);
}
