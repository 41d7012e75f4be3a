package dev.firstcome.coupon.issuing;

import dev.firstcome.contracts.coupon.log.CouponRecord;
import dev.firstcome.coupon.draw.DeferredRequests;
import dev.firstcome.coupon.draw.DrawnRequests;
import dev.firstcome.coupon.log.LogEntry;
import dev.firstcome.coupon.log.RequestLog;
import dev.firstcome.coupon.partitionstate.ApplyResult;
import dev.firstcome.coupon.partitionstate.DeferredRequest;
import dev.firstcome.coupon.partitionstate.FanOutStep;
import dev.firstcome.coupon.partitionstate.Outcome;
import dev.firstcome.coupon.partitionstate.PartitionStateStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies a record that decides deferred requests. Processes the requests in steps of bounded size, so that no script
 * call blocks Redis for long. The record counts as published only after the results of all steps.
 */
public final class DeferredRequestDrain {
    private static final Logger log = LoggerFactory.getLogger(DeferredRequestDrain.class);
    private static final long TICKETS_PER_READ = 5_000;

    private final int partition;
    private final PartitionStateStore state;
    private final RequestLog requestLog;
    private final IssuingProperties properties;
    private final MeterRegistry meters;
    private final DecisionListener listener;

    /** @param listener receives the decisions of each step */
    public DeferredRequestDrain(
            int partition,
            PartitionStateStore state,
            RequestLog requestLog,
            IssuingProperties properties,
            MeterRegistry meters,
            DecisionListener listener) {
        this.partition = partition;
        this.state = state;
        this.requestLog = requestLog;
        this.properties = properties;
        this.meters = meters;
        this.listener = listener;
    }

    /** Receives the decisions of each step. */
    public interface DecisionListener {
        /** @param last whether this is the last step of the record */
        void onDecisions(LogEntry by, List<DeferredRequest> requests, List<Outcome> outcomes, long epoch, boolean last)
                throws InterruptedException;
    }

    /**
     * Applies all steps of the record, and stops early if a step is not applied.
     *
     * @return the answer to the last step
     */
    public ApplyResult drain(LogEntry by, ApplyResult.FanOut fanOut, long epoch, OptionalLong predecessor)
            throws InterruptedException {
        CouponRecord record = Objects.requireNonNull(by.record());
        int size = properties.recordsPerCall();
        if (fanOut.count() > size) {
            log.info("partition {}: record {} decides {} deferred requests", partition, by.offset(), fanOut.count());
        }
        DeferredRequests deferred = deferredRequests(record.campaignId(), fanOut, epoch);
        ApplyResult answer = fanOut;
        for (long first = 1; first <= fanOut.count(); first += size) {
            long last = Math.min(fanOut.count(), first + size - 1);
            List<DeferredRequest> requests = deferred.between(first, last);
            FanOutStep step = new FanOutStep(
                    partition, epoch, requestLog.topicId(), predecessor, by, fanOut.seed(), first, requests);
            answer = meters.timer("firstcome.coupon.apply.step").record(() -> state.apply(step));
            if (!(answer instanceof ApplyResult.Applied applied)) {
                return answer;
            }
            listener.onDecisions(by, requests, applied.outcomes(), epoch, last == fanOut.count());
        }
        return answer;
    }

    private DeferredRequests deferredRequests(UUID campaignId, ApplyResult.FanOut fanOut, long epoch) {
        DeferredRequests inArrivalOrder = (first, last) ->
                state.deferred(partition, epoch, campaignId, fanOut.first() + first - 1, fanOut.first() + last - 1);
        String seed = fanOut.seed();
        return seed == null
                ? inArrivalOrder
                : new DrawnRequests(
                        seed, campaignId, Math.toIntExact(fanOut.count()), all(inArrivalOrder, fanOut.count()));
    }

    /** Reads all requests in chunks. */
    private static Iterable<DeferredRequest> all(DeferredRequests requests, long count) {
        return () -> LongStream.iterate(1, first -> first <= count, first -> first + TICKETS_PER_READ)
                .boxed()
                .flatMap(first -> requests.between(first, Math.min(count, first + TICKETS_PER_READ - 1)).stream())
                .iterator();
    }
}
