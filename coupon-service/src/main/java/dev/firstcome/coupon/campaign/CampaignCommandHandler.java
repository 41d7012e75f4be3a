package dev.firstcome.coupon.campaign;

import dev.firstcome.contracts.coupon.log.CampaignPurged;
import dev.firstcome.contracts.coupon.log.CouponCommand;
import dev.firstcome.coupon.partitionstate.Outcome;
import dev.firstcome.coupon.partitionstate.PartitionStateUnavailableException;
import dev.firstcome.coupon.progress.DeferredDecisionProofs;
import dev.firstcome.coupon.progress.PublishedState;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.stereotype.Service;

/**
 * Executes operator commands: appends each to the log and returns the outcome that the partition state decides. A
 * command that cannot be applied to the current campaign state is rejected without a record. If it becomes inapplicable
 * while it is queued, its outcome is a rejection. A retry with the same command id returns the first outcome.
 */
@Service
public final class CampaignCommandHandler {
    private final Campaigns campaigns;
    private final CampaignStatusCache statuses;
    private final CampaignCommandLog log;
    private final PublishedState state;
    private final DeferredDecisionProofs proofs;

    CampaignCommandHandler(
            Campaigns campaigns,
            CampaignStatusCache statuses,
            CampaignCommandLog log,
            PublishedState state,
            DeferredDecisionProofs proofs) {
        this.campaigns = campaigns;
        this.statuses = statuses;
        this.log = log;
        this.state = state;
        this.proofs = proofs;
    }

    /**
     * The kind of a command, with the campaign states that allow it. The names are prefixes of command ids in the log.
     */
    public enum Kind {
        PAUSE(EnumSet.of(CampaignState.OPEN, CampaignState.SOLD_OUT, CampaignState.PAUSED)),
        RESUME(EnumSet.of(CampaignState.PAUSED)),
        CLOSE(EnumSet.complementOf(EnumSet.of(CampaignState.CLOSED))),
        ADD_STOCK(EnumSet.complementOf(EnumSet.of(CampaignState.CLOSED))),
        BLOCK(EnumSet.allOf(CampaignState.class)),
        PURGE(EnumSet.of(CampaignState.CLOSED));

        private final Set<CampaignState> allowedStates;

        Kind(Set<CampaignState> allowedStates) {
            this.allowedStates = allowedStates;
        }
    }

    /** The result of a command. */
    public sealed interface Result {
        record Executed(Campaign campaign, CampaignStatus before, CampaignStatus after) implements Result {}

        /** The state of the campaign does not allow the command. */
        record Rejected(CampaignState state) implements Result {}

        /** The decisions on deferred requests are not in signed blocks yet; a purge would remove their evidence. */
        record NotYetProved() implements Result {}

        record UnknownCampaign() implements Result {}
    }

    /**
     * Executes a command.
     *
     * @param commandId identifies the command, so that a retry has no second effect
     * @throws PartitionStateUnavailableException if the command is not decided in time; the caller may retry with the
     *     same id
     */
    public Result execute(UUID campaignId, Kind kind, String commandId, Function<UUID, CouponCommand> record) {
        return submit(campaignId, kind, commandId, campaign -> record.apply(campaign.id()));
    }

    /**
     * Purges a closed campaign from the partition state. Waits until all applied records are published, because the
     * state purges only published decisions.
     *
     * @throws PartitionStateUnavailableException as {@link #execute}
     */
    public Result purge(UUID campaignId, String commandId) {
        return submit(
                campaignId,
                Kind.PURGE,
                commandId,
                campaign -> new CampaignPurged(campaign.id(), commandId, awaitPublished(campaign)));
    }

    private long awaitPublished(Campaign campaign) {
        long applied = state.read(campaign.partition(), -1, campaign.id(), null).applied();
        state.awaitPublished(campaign.partition(), applied);
        return applied;
    }

    private Result submit(UUID campaignId, Kind kind, String commandId, Function<Campaign, CouponCommand> record) {
        Campaign campaign = campaigns.find(campaignId).orElse(null);
        if (campaign == null) {
            return new Result.UnknownCampaign();
        }
        CampaignStatus before = statuses.refresh(campaign);
        if (!kind.allowedStates.contains(before.state())
                && !state.isDecided(campaign.partition(), campaignId, commandId)) {
            return new Result.Rejected(before.state());
        }
        // The campaign is closed, so no further decisions on deferred requests can follow.
        if (kind == Kind.PURGE && !proofs.areProved(campaign.partition(), campaignId)) {
            return new Result.NotYetProved();
        }
        Outcome outcome = log.execute(campaign, List.of(record.apply(campaign))).getFirst();
        if (kind == Kind.ADD_STOCK) {
            statuses.awaitExpiryInAllProcesses();
        }
        CampaignStatus after = statuses.refresh(campaign);
        return isExecuted(kind, outcome.code())
                ? new Result.Executed(campaign, before, after)
                : new Result.Rejected(after.state());
    }

    /** A purge also succeeds if another command has already purged the campaign. */
    private static boolean isExecuted(Kind kind, Outcome.Code code) {
        return code == Outcome.Code.DONE || kind == Kind.PURGE && code == Outcome.Code.PURGED;
    }
}
