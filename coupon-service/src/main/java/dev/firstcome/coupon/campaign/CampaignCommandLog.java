package dev.firstcome.coupon.campaign;

import dev.firstcome.contracts.coupon.log.CouponCommand;
import dev.firstcome.coupon.log.LogPosition;
import dev.firstcome.coupon.log.RequestLog;
import dev.firstcome.coupon.partitionstate.Outcome;
import dev.firstcome.coupon.partitionstate.PartitionStateUnavailableException;
import dev.firstcome.coupon.progress.PublishedState;
import dev.firstcome.coupon.progress.Watermarks;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;

/** Appends commands to the log partition of a campaign, after all queued requests, and waits for their outcomes. */
@Component
public final class CampaignCommandLog {
    /**
     * Shorter than the response timeout of the gateway. A resume with many deferred requests takes longer; clients
     * retry.
     */
    private static final Duration DECISION_TIMEOUT = Duration.ofSeconds(3);

    private final RequestLog log;
    private final Watermarks watermarks;
    private final PublishedState state;

    CampaignCommandLog(RequestLog log, Watermarks watermarks, PublishedState state) {
        this.log = log;
        this.watermarks = watermarks;
        this.state = state;
    }

    /**
     * Appends the commands and returns their published outcomes, in the same order.
     *
     * @throws PartitionStateUnavailableException if they are not decided in time; the caller may retry with the same
     *     command ids
     */
    public List<Outcome> execute(Campaign campaign, List<? extends CouponCommand> commands) {
        List<LogPosition> positions = log.append(campaign.partition(), commands);
        LogPosition last = positions.getLast();
        if (!watermarks.await(last.partition(), last.offset(), DECISION_TIMEOUT)) {
            throw new PartitionStateUnavailableException("the command at %s is not decided yet".formatted(last));
        }
        return positions.stream().map(position -> outcome(campaign, position)).toList();
    }

    private Outcome outcome(Campaign campaign, LogPosition position) {
        Outcome outcome = state.read(position.partition(), position.offset(), campaign.id(), null)
                .outcome();
        if (outcome == null) {
            throw new PartitionStateUnavailableException("the state has no outcome for %s".formatted(position));
        }
        return outcome;
    }
}
