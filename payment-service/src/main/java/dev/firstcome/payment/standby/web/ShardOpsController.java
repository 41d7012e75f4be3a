package dev.firstcome.payment.standby.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.firstcome.contracts.platform.ShardPromoted;
import dev.firstcome.contracts.platform.ShardStandby;
import dev.firstcome.payment.standby.Standbys;
import dev.firstcome.platform.shards.Shards;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Operators look at what the payments stand on. */
@RestController
@Tag(name = "Money")
class ShardOpsController {
    private final Shards shards;
    private final Standbys standbys;

    ShardOpsController(Shards shards, Standbys standbys) {
        this.shards = shards;
        this.standbys = standbys;
    }

    /**
     * A shard.
     *
     * @param synchronous whether its commits wait for a standby
     * @param takesPayments whether what it says is trusted
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

    /** The last time that a standby took over. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PromotionBody(
            String server,
            Instant at,
            boolean complete,
            String reason,
            @Nullable Instant reconciledAt) {}

    @GetMapping("/ops/payments/shards")
    @Operation(
            summary = "Whether each shard's commits wait for a standby, and whether it takes payments",
            description =
                    "A shard that a standby took over with a loss takes no new payments until a reconciliation that"
                            + " began afterwards has gone through the provider's list.")
    List<ShardBody> shards() {
        return shards.map().shards().stream().map(this::body).toList();
    }

    private ShardBody body(String shard) {
        ShardStandby mode = standbys.mode(shard);
        ShardPromoted promoted = standbys.promotion(shard);
        return new ShardBody(
                shard,
                mode != null && mode.synchronous(),
                mode == null ? null : mode.standby(),
                mode == null ? "nothing keeps a standby of it" : mode.reason(),
                mode == null ? null : mode.at(),
                standbys.unreconciled(shard).isEmpty(),
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
