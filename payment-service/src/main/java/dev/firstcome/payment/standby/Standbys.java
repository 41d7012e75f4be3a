package dev.firstcome.payment.standby;

import dev.firstcome.contracts.platform.ShardPromoted;
import dev.firstcome.contracts.platform.ShardStandby;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.shards.Shards;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What was written down of the shards' standbys, as this process knows it, in memory. */
@Component
public final class Standbys {
    private final Shards shards;
    private final Map<String, ShardStandby> modes = new ConcurrentHashMap<>();
    private final Map<String, ShardPromoted> promotions = new ConcurrentHashMap<>();
    private volatile boolean known;

    Standbys(Shards shards) {
        this.shards = shards;
    }

    /** Why no money may be moved on what a shard says; empty: it may. */
    public Optional<String> closed(Bucket bucket) {
        String shard = shards.map().shardOf(bucket);
        if (!known) {
            return Optional.of("it is not known yet whether " + shard + " may be trusted");
        }
        return unreconciled(shard)
                .map(promoted -> promoted.server() + " took over " + shard
                        + " and may lack payments; the provider's list is being compared");
    }

    /** The last promotion of a shard, if what it has lost has not been compared yet. */
    public Optional<ShardPromoted> unreconciled(String shard) {
        return Optional.ofNullable(promotions.get(shard)).filter(promoted -> !promoted.isTrusted());
    }

    public @Nullable ShardStandby mode(String shard) {
        return modes.get(shard);
    }

    public @Nullable ShardPromoted promotion(String shard) {
        return promotions.get(shard);
    }

    /** Hears of a record, in the topic's order. */
    public void take(ShardStandby standby) {
        modes.put(standby.shard(), standby);
    }

    /** Hears of a record, in the topic's order. */
    public void take(ShardPromoted promoted) {
        promotions.put(promoted.shard(), promoted);
    }

    /** All that was written down has been heard. */
    public void isKnown() {
        known = true;
    }
}
