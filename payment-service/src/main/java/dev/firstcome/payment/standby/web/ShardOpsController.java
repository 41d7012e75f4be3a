package dev.firstcome.payment.standby.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.firstcome.contracts.platform.ShardPromoted;
import dev.firstcome.contracts.platform.ShardStandbyChanged;
import dev.firstcome.payment.standby.ShardStatusCache;
import dev.firstcome.platform.shards.Shards;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows operators the replication state of each shard and whether it accepts payments. */
@RestController
@Tag(name = "Money")
class ShardOpsController {
    private final Shards shards;
    private final ShardStatusCache shardStatus;

    ShardOpsController(Shards shards, ShardStatusCache shardStatus) {
        this.shards = shards;
        this.shardStatus = shardStatus;
    }

    /**
     * The state of a shard.
     *
     * @param synchronous whether commits wait for a standby
     * @param takesPayments false after a promotion with possible loss, until the shard is reconciled
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ShardBody(
            String shard,
            boolean synchronous,
            @Nullable String standby,
            @Nullable String reason,
            @Nullable Instant since,
            boolean takesPayments,
            @Nullable PromotionBody promotion) {}

    /** The last promotion of a standby to primary. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PromotionBody(
            String server,
            Instant at,
            boolean complete,
            String reason,
            @Nullable Instant reconciledAt) {}

    @GetMapping("/ops/payments/shards")
    @Operation(
            summary = "Whether each shard's commits wait for a standby, and whether the shard accepts payments",
            description =
                    "After a promotion with possible loss, a shard accepts no new payments until a reconciliation that"
                            + " started later has compared the provider's complete list.")
    List<ShardBody> shards() {
        return shards.map().shards().stream().map(this::toBody).toList();
    }

    private ShardBody toBody(String shard) {
        ShardStandbyChanged standby = shardStatus.standby(shard);
        ShardPromoted promoted = shardStatus.promotion(shard);
        return new ShardBody(
                shard,
                standby != null && standby.synchronous(),
                standby == null ? null : standby.standby(),
                standby == null ? "no standby status has been published" : standby.reason(),
                standby == null ? null : standby.at(),
                shardStatus.unreconciledPromotion(shard).isEmpty(),
                promoted == null
                        ? null
                        : new PromotionBody(
                                promoted.server(),
                                promoted.at(),
                                promoted.complete(),
                                promoted.reason(),
                                promoted.reconciledAt()));
    }
}
