package dev.firstcome.coupon.campaign;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The stored campaigns, each in the shard of its bucket. */
public interface Campaigns {
    /** Saves the campaign. If the same command of the same operator already created one, returns that one instead. */
    Campaign saveIfAbsent(Campaign campaign);

    /** Makes the campaign visible to clients, once its first record is in the log. */
    void announce(UUID id);

    /** Finds an announced campaign. */
    Optional<Campaign> find(UUID id);

    /** Returns announced campaigns of all shards that are older than {@code before}, the newest first. */
    List<Campaign> page(@Nullable UUID before, int limit);
}
