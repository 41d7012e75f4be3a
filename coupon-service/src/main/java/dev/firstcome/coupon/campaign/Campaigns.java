package dev.firstcome.coupon.campaign;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The campaigns' records, each in the shard of its own bucket. */
public interface Campaigns {
    /** Keeps the campaign; if this operator's command made one before, that one comes back instead. */
    Campaign keep(Campaign campaign);

    /** Notes that the campaign's first record is in the log, from when on clients see it. */
    void announce(UUID id);

    /** A campaign that was announced. */
    Optional<Campaign> find(UUID id);

    /** Announced campaigns, the newest first, from before {@code before}, out of all shards. */
    List<Campaign> page(@Nullable UUID before, int limit);
}
