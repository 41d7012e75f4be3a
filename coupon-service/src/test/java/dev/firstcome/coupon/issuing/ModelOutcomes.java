package dev.firstcome.coupon.issuing;

import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.contracts.coupon.log.CampaignOpened;
import dev.firstcome.contracts.coupon.result.CouponResult;
import dev.firstcome.coupon.log.LogEntry;
import dev.firstcome.coupon.log.LogEntryFixture;
import dev.firstcome.coupon.partitionstate.DeferredRequest;
import dev.firstcome.coupon.partitionstate.LogBatch;
import dev.firstcome.coupon.partitionstate.Outcome;
import dev.firstcome.coupon.result.ResultMapper;
import dev.firstcome.coupon.retention.LowWatermark;
import dev.firstcome.model.Fold;
import dev.firstcome.model.log.LogRecord;
import dev.firstcome.model.state.CampaignState;
import dev.firstcome.model.state.Decision;
import dev.firstcome.model.state.DeferredDecision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The outcomes of a log by the reference model, in the types of the issuer. */
public final class ModelOutcomes {
    private final int partition;
    private final Fold model;
    private final List<LogEntry> log = new ArrayList<>();
    private final Map<Long, Outcome> outcomes = new HashMap<>();
    private final Map<Long, List<DeferredOutcome>> decisions = new HashMap<>();
    private final Map<UUID, SortedMap<Long, DeferredRequest>> deferred = new HashMap<>();
    private final Map<Long, String> seeds = new HashMap<>();
    private final Map<UUID, Integer> fanOuts = new HashMap<>();
    private final NavigableMap<Long, LowWatermark> lowWatermarks = new TreeMap<>();

    /** A deferred request and its outcome by a later record. */
    public record DeferredOutcome(DeferredRequest request, Outcome outcome) {}

    public ModelOutcomes(int partition, List<LogRecord> records) {
        this.partition = partition;
        this.model = new Fold(partition);
        records.forEach(this::apply);
    }

    private void apply(LogRecord record) {
        LogEntry entry = LogEntryFixture.of(record);
        log.add(entry);
        outcomes.put(record.offset(), outcome(model.apply(record), 0));
        lowWatermarks.put(
                record.offset(),
                new LowWatermark(
                        model.lowWatermark().offset(), model.lowWatermark().timeMillis()));
        List<DeferredOutcome> decisionsOfRecord = new ArrayList<>();
        for (DeferredDecision decided : model.deferredDecisions()) {
            if (decisionsOfRecord.isEmpty()) {
                fanOuts.merge(decided.campaignId(), 1, Integer::sum);
            }
            DeferredRequest request = new DeferredRequest(
                    decided.offset(),
                    decided.userId(),
                    Objects.requireNonNull(outcomes.get(decided.offset())).number());
            deferred.computeIfAbsent(decided.campaignId(), _ -> new TreeMap<>()).put(request.arrival(), request);
            decisionsOfRecord.add(new DeferredOutcome(
                    request, outcome(decided.decision(), Objects.requireNonNull(fanOuts.get(decided.campaignId())))));
        }
        if (!decisionsOfRecord.isEmpty()) {
            decisions.put(record.offset(), decisionsOfRecord);
            CampaignState campaign = Objects.requireNonNull(model.state()
                    .campaigns()
                    .get(model.deferredDecisions().getFirst().campaignId()));
            if (entry.record() instanceof CampaignOpened) {
                seeds.put(record.offset(), Objects.requireNonNull(campaign.seed()));
            }
        }
    }

    public static Outcome outcome(Decision decision, int fanOut) {
        return new Outcome(
                Outcome.Code.values()[decision.code()], fanOut, decision.ordinalOrZero(), decision.numberOrZero());
    }

    public List<LogEntry> log() {
        return log;
    }

    public Outcome of(LogEntry entry) {
        return Objects.requireNonNull(outcomes.get(entry.offset()));
    }

    /** Returns the deferred requests that this record decides; empty for most records. */
    public List<DeferredOutcome> decidedBy(LogEntry entry) {
        return decisions.getOrDefault(entry.offset(), List.of());
    }

    /** Returns the seed of the draw that this record opens; null for other records. */
    @Nullable
    String seedOf(LogEntry entry) {
        return seeds.get(entry.offset());
    }

    public List<DeferredRequest> deferred(UUID campaignId, long first, long last) {
        return List.copyOf(deferred.getOrDefault(campaignId, new TreeMap<>())
                .subMap(first, last + 1)
                .values());
    }

    /** Returns the low watermark after all records up to this offset are published. */
    LowWatermark lowWatermarkAfter(long offset) {
        return lowWatermarks.floorEntry(offset).getValue();
    }

    /**
     * Whether the low watermark of the progress is valid, so that a rebuild from it decides later records identically.
     */
    boolean hasValidLowWatermark(IssueProgress progress) {
        Long time = progress.lowWatermarkTimeMillis();
        return progress.lowWatermark() <= log.getFirst().offset()
                || time != null
                        && lowWatermarks
                                .headMap(progress.published(), true)
                                .containsValue(new LowWatermark(progress.lowWatermark(), time));
    }

    boolean isAtStart(LogBatch batch) {
        return batch.entries().getFirst().offset() == log.getFirst().offset();
    }

    /** Whether a state that starts with this batch starts at the low watermark of the progress. */
    boolean isAtLowWatermark(LogBatch batch, @Nullable IssueProgress progress) {
        if (progress == null) {
            return false;
        }
        Long time = progress.lowWatermarkTimeMillis();
        return time != null
                && progress.lowWatermark() == batch.entries().getFirst().offset()
                && time == batch.lowWatermarkTimeMillis();
    }

    /** Returns the progress with the greater of two published offsets. */
    static IssueProgress withPublishedAtLeast(IssueProgress progress, long published) {
        return new IssueProgress(
                progress.topicId(),
                progress.partition(),
                Math.max(progress.published(), published),
                progress.epoch(),
                progress.lowWatermark(),
                progress.lowWatermarkTimeMillis());
    }

    /** Returns the revealed seed of the campaign's draw; null if there is none. */
    public @Nullable String seedOf(UUID campaignId) {
        CampaignState campaign = model.state().campaigns().get(campaignId);
        return campaign == null ? null : campaign.seed();
    }

    /** Returns all results that are published with this record. */
    public List<CouponResult> resultsOf(LogEntry entry) {
        List<CouponResult> results = new ArrayList<>();
        CouponResult result = ResultMapper.of(partition, entry, of(entry));
        if (result != null) {
            results.add(result);
        }
        decidedBy(entry).forEach(one -> results.add(ResultMapper.of(partition, entry, one.request(), one.outcome())));
        return results;
    }
}
