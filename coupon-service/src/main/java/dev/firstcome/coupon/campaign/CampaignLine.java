package dev.firstcome.coupon.campaign;

import dev.firstcome.contracts.coupon.CouponCommand;
import dev.firstcome.coupon.fold.FoldUnavailable;
import dev.firstcome.coupon.fold.Outcome;
import dev.firstcome.coupon.log.Position;
import dev.firstcome.coupon.log.RequestLog;
import dev.firstcome.coupon.progress.PublishedFold;
import dev.firstcome.coupon.progress.Watermarks;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;

/** Puts commands into a campaign's line, behind all requests that are in it, and tells how they were decided. */
@Component
public final class CampaignLine {
    /** Less than the gateway waits for an answer. A resume with very many that wait takes longer, and is asked for again. */
    private static final Duration DECIDED_WITHIN = Duration.ofSeconds(3);

    private final RequestLog log;
    private final Watermarks watermarks;
    private final PublishedFold fold;

    CampaignLine(RequestLog log, Watermarks watermarks, PublishedFold fold) {
        this.log = log;
        this.watermarks = watermarks;
        this.fold = fold;
    }

    /**
     * The published outcomes of the commands, in their order.
     *
     * @throws FoldUnavailable if they are not decided in time; the commands may be given again under the same ids
     */
    public List<Outcome> decide(Campaign campaign, List<? extends CouponCommand> commands) {
        List<Position> places = log.append(campaign.partition(), commands);
        Position last = places.getLast();
        if (!watermarks.await(last.partition(), last.offset(), DECIDED_WITHIN)) {
            throw new FoldUnavailable("the command at %s is not decided yet".formatted(last));
        }
        return places.stream().map(place -> outcome(campaign, place)).toList();
    }

    private Outcome outcome(Campaign campaign, Position place) {
        Outcome outcome = fold.look(place.partition(), place.offset(), campaign.id(), null)
                .outcome();
        if (outcome == null) {
            throw new FoldUnavailable("the outcome of %s is not in the state".formatted(place));
        }
        return outcome;
    }
}
