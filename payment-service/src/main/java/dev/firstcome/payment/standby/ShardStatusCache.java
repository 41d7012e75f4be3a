package dev.firstcome.payment.standby;

import dev.firstcome.contracts.platform.ShardPromoted;
import dev.firstcome.contracts.platform.ShardStandbyChanged;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.shards.Shards;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The last standby record and the last promotion record of each shard, in memory. Thread-safe. */
@Component
public final class ShardStatusCache {
    private final Shards shards;
    private final Map<String, ShardStandbyChanged> standbys = new ConcurrentHashMap<>();
    private final Map<String, ShardPromoted> promotions = new ConcurrentHashMap<>();
    private volatile boolean loaded;

    ShardStatusCache(Shards shards) {
        this.shards = shards;
    }

    /** Returns why the data of the bucket's shard must not be used to move money; empty if it may. */
    public Optional<String> blockedReason(Bucket bucket) {
        String shard = shards.map().shardOf(bucket);
        if (!loaded) {
            return Optional.of("the state of shard " + shard + " is still being loaded");
        }
        return unreconciledPromotion(shard)
                .map(promoted -> "shard " + shard + " was moved to " + promoted.server()
                        + " and may lack payments; it is being reconciled with the payment provider");
    }

    /** Returns the last promotion of the shard if payments may be lost and reconciliation is not complete. */
    public Optional<ShardPromoted> unreconciledPromotion(String shard) {
        return Optional.ofNullable(promotions.get(shard)).filter(promoted -> !promoted.isTrusted());
    }

    public @Nullable ShardStandbyChanged standby(String shard) {
        return standbys.get(shard);
    }

    public @Nullable ShardPromoted promotion(String shard) {
        return promotions.get(shard);
    }

    /** Applies a record. Records must be applied in topic order. */
    public void apply(ShardStandbyChanged standby) {
        standbys.put(standby.shard(), standby);
    }

    /** Applies a record. Records must be applied in topic order. */
    public void apply(ShardPromoted promoted) {
        promotions.put(promoted.shard(), promoted);
    }

    /** Marks that all existing records have been applied. */
    public void markLoaded() {
        loaded = true;
    }
}
