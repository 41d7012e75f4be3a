package dev.firstcome.coupon.campaign;

import dev.firstcome.contracts.coupon.CampaignForgotten;
import dev.firstcome.contracts.coupon.CouponCommand;
import dev.firstcome.coupon.fold.FoldUnavailable;
import dev.firstcome.coupon.fold.Outcome;
import dev.firstcome.coupon.progress.LateDecisions;
import dev.firstcome.coupon.progress.PublishedFold;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.stereotype.Service;

/**
 * An operator's command to a campaign: appended to the log, decided by the fold, and answered with its outcome. What plainly
 * does not fit the campaign's state leaves no record; what does not fit any more when its turn comes is refused there. A
 * call that is repeated under the same command id gets the outcome of the first.
 */
@Service
public final class CommandCampaign {
    private final Campaigns campaigns;
    private final CampaignStandings standings;
    private final CampaignLine line;
    private final PublishedFold fold;
    private final LateDecisions late;

    CommandCampaign(
            Campaigns campaigns,
            CampaignStandings standings,
            CampaignLine line,
            PublishedFold fold,
            LateDecisions late) {
        this.campaigns = campaigns;
        this.standings = standings;
        this.line = line;
        this.fold = fold;
        this.late = late;
    }

    /** What a command is for. */
    public enum Kind {
        PAUSE(EnumSet.of(CampaignState.OPEN, CampaignState.SOLD_OUT, CampaignState.PAUSED)),
        RESUME(EnumSet.of(CampaignState.PAUSED)),
        CLOSE(EnumSet.complementOf(EnumSet.of(CampaignState.CLOSED))),
        ADD_STOCK(EnumSet.complementOf(EnumSet.of(CampaignState.CLOSED))),
        BLOCK(EnumSet.allOf(CampaignState.class)),
        FORGET(EnumSet.of(CampaignState.CLOSED));

        private final Set<CampaignState> fits;

        Kind(Set<CampaignState> fits) {
            this.fits = fits;
        }
    }

    /** What became of the call. */
    public sealed interface Answer {
        record Done(Campaign campaign, CampaignStanding before, CampaignStanding after) implements Answer {}

        /** It does not fit what has become of the campaign. */
        record Refused(CampaignState state) implements Answer {}

        /** What proves it is not signed yet, and would go with it. */
        record NotProved() implements Answer {}

        record UnknownCampaign() implements Answer {}
    }

    /**
     * @param commandId the operator's own name for the command, by which a repetition is known
     * @throws FoldUnavailable if the fold has not decided in time; the call may be repeated under the same id
     */
    public Answer command(UUID campaignId, Kind kind, String commandId, Function<UUID, CouponCommand> record) {
        return carryOut(campaignId, kind, commandId, campaign -> record.apply(campaign.id()));
    }

    /**
     * Has the state forget a campaign that is closed. What it has come to by now is published first, since the fold forgets
     * nothing else.
     *
     * @throws FoldUnavailable as {@link #command}
     */
    public Answer forget(UUID campaignId, String commandId) {
        return carryOut(
                campaignId,
                Kind.FORGET,
                commandId,
                campaign -> new CampaignForgotten(campaign.id(), commandId, published(campaign)));
    }

    private long published(Campaign campaign) {
        long applied = fold.look(campaign.partition(), -1, campaign.id(), null).applied();
        fold.awaitPublished(campaign.partition(), applied);
        return applied;
    }

    private Answer carryOut(UUID campaignId, Kind kind, String commandId, Function<Campaign, CouponCommand> record) {
        Campaign campaign = campaigns.find(campaignId).orElse(null);
        if (campaign == null) {
            return new Answer.UnknownCampaign();
        }
        CampaignStanding before = standings.fresh(campaign);
        if (!kind.fits.contains(before.state()) && !fold.decided(campaign.partition(), campaignId, commandId)) {
            return new Answer.Refused(before.state());
        }
        if (kind == Kind.FORGET
                && !late.areProved(
                        campaign.partition(), campaignId)) { // closed by now, so that nothing more is decided late
            return new Answer.NotProved();
        }
        Outcome outcome = line.decide(campaign, List.of(record.apply(campaign))).getFirst();
        if (kind == Kind.ADD_STOCK) {
            standings.awaitOthers();
        }
        CampaignStanding after = standings.fresh(campaign);
        return isDone(kind, outcome.code())
                ? new Answer.Done(campaign, before, after)
                : new Answer.Refused(after.state());
    }

    /** What is forgotten is so, whoever asked for it before. */
    private static boolean isDone(Kind kind, Outcome.Code code) {
        return code == Outcome.Code.DONE || kind == Kind.FORGET && code == Outcome.Code.FORGOTTEN;
    }
}
