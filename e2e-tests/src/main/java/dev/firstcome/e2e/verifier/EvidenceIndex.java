package dev.firstcome.e2e.verifier;

import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.contracts.coupon.log.CampaignPurged;
import dev.firstcome.contracts.coupon.log.CampaignScheduled;
import dev.firstcome.contracts.coupon.log.CouponCommand;
import dev.firstcome.contracts.coupon.log.CouponRecord;
import dev.firstcome.contracts.coupon.log.CouponRevoked;
import dev.firstcome.contracts.coupon.log.IssueRequested;
import dev.firstcome.contracts.coupon.log.StockAdded;
import dev.firstcome.contracts.coupon.result.CouponIssued;
import dev.firstcome.contracts.coupon.result.CouponResult;
import dev.firstcome.model.Fold;
import dev.firstcome.model.LowWatermark;
import dev.firstcome.model.UnknownRulesException;
import dev.firstcome.model.log.LogRecord;
import dev.firstcome.model.log.LogRecordCodec;
import dev.firstcome.model.state.CampaignState;
import dev.firstcome.model.state.Decision;
import dev.firstcome.model.state.DeferredDecision;
import dev.firstcome.model.state.PartitionState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The evidence of a run, folded once by the reference model and indexed by log position and campaign.
 * Requests and results belong to the verified campaigns; the fold and its states cover the log of the evidence.
 */
final class EvidenceIndex {
    final Evidence evidence;
    final Set<UUID> campaigns;

    /** All log records with their decisions, by position, in log order. */
    final Map<LogPosition, Decided> decided = new LinkedHashMap<>();

    /** The requests of the verified campaigns, in log order. */
    final Map<LogPosition, IssueRequested> requests = new LinkedHashMap<>();

    /** The results of the verified campaigns with their duplicates, by the position of the request. */
    final Map<LogPosition, List<CouponResult>> results = new HashMap<>();

    /** The issued coupons of the verified campaigns, without duplicates, in decision order. */
    final Map<UUID, List<CouponIssued>> issued = new TreeMap<>();

    /** The final state of every campaign, or its last state before it was purged. */
    final Map<UUID, CampaignState> campaignStates = new HashMap<>();

    /** The last states of the campaigns that must be purged from Redis, by partition. */
    final Map<Integer, Map<UUID, CampaignState>> purged = new HashMap<>();

    /** The low watermarks, where recovery starts. Older outcomes and log records may be deleted. */
    final Map<Integer, LowWatermark> lowWatermarks = new HashMap<>();

    final Map<Integer, PartitionState> statesAtApplied = new TreeMap<>();
    final Map<Integer, Long> lastOffsets = new TreeMap<>();
    final List<String> foldErrors = new ArrayList<>();
    private final Set<String> commands = new HashSet<>();
    private final Set<Integer> stoppedPartitions = new HashSet<>();

    /** The outcomes of deferred requests, by the position of the request. */
    final Map<LogPosition, DeferredOutcome> deferredOutcomes = new HashMap<>();

    /** The ids of revoked coupons. */
    final Set<UUID> revoked = new HashSet<>();

    /** The stock changes of every campaign, in log order. */
    final Map<UUID, List<StockChange>> stockChanges = new HashMap<>();

    /** A record and the model's decision; null after the fold has stopped, or below the start of a truncated log. */
    record Decided(LogRecord record, @Nullable Decision decision) {}

    /** The outcome of a deferred request, the record that decided it, and its index among that record's decisions. */
    record DeferredOutcome(LogRecord by, DeferredDecision decision, int index) {}

    /** The stock that the record at this offset adds. */
    record StockChange(long offset, long amount) {}

    /** The decision order of a request: the offset of the deciding record, then the index among its decisions. */
    record DecisionOrder(long offset, int index) implements Comparable<DecisionOrder> {
        @Override
        public int compareTo(DecisionOrder other) {
            return offset == other.offset ? Integer.compare(index, other.index) : Long.compare(offset, other.offset);
        }
    }

    DecisionOrder decisionOrderOf(CouponResult result) {
        DeferredOutcome deferred = deferredOutcomes.get(new LogPosition(result.partition(), result.offset()));
        return deferred == null
                ? new DecisionOrder(result.offset(), 0)
                : new DecisionOrder(deferred.by().offset(), deferred.index());
    }

    EvidenceIndex(Evidence evidence, Set<UUID> campaigns) {
        this.evidence = evidence;
        this.campaigns = campaigns;
        requireCovered();
        var partitions = new TreeMap<Integer, List<LogRecord>>();
        evidence.log()
                .forEach(record -> partitions
                        .computeIfAbsent(record.partition(), _ -> new ArrayList<>())
                        .add(record));
        readLowWatermarks();
        partitions.forEach(this::fold);
        indexRequests();
        indexResults();
    }

    private void requireCovered() {
        CampaignSection section = evidence.section();
        if (section != null && !campaigns.equals(Set.of(section.campaign()))) {
            throw new IllegalArgumentException("the evidence covers %s only".formatted(section));
        }
    }

    private void readLowWatermarks() {
        for (IssueProgress progress : evidence.progress()) {
            Long time = progress.lowWatermarkTimeMillis();
            if (progress.topicId().equals(evidence.topicId()) && time != null) {
                lowWatermarks.merge(
                        progress.partition(),
                        new LowWatermark(progress.lowWatermark(), time),
                        (one, other) -> one.offset() >= other.offset() ? one : other);
            }
        }
    }

    boolean isBelowLowWatermark(int partition, long offset) {
        LowWatermark lowWatermark = lowWatermarks.get(partition);
        return lowWatermark != null && offset < lowWatermark.offset();
    }

    /**
     * Returns whether the first log records are deleted. The model then starts at the low watermark as well. The
     * section of a campaign is always complete.
     */
    boolean isTruncated(int partition) {
        return evidence.section() == null
                && evidence.logStarts().getOrDefault(partition, 0L) > 0
                && lowWatermarks.containsKey(partition);
    }

    /** Returns whether any log records are missing that the verified campaigns may need. */
    boolean isAnyTruncated() {
        return evidence.section() == null
                && evidence.logStarts().values().stream().anyMatch(start -> start > 0);
    }

    private Fold newFold(int partition) {
        CampaignSection section = evidence.section();
        if (section != null) {
            return new Fold(partition, section.start());
        }
        LowWatermark lowWatermark = lowWatermarks.get(partition);
        return isTruncated(partition) && lowWatermark != null ? new Fold(partition, lowWatermark) : new Fold(partition);
    }

    private void fold(int partition, List<LogRecord> records) {
        Fold fold = newFold(partition);
        Evidence.LiveState live = evidence.live().get(partition);
        for (LogRecord record : records) {
            boolean unknown = stoppedPartitions.contains(partition)
                    || isTruncated(partition) && isBelowLowWatermark(partition, record.offset());
            Decision decision = unknown ? null : decide(fold, record);
            decided.put(new LogPosition(partition, record.offset()), new Decided(record, decision));
            if (decision != null) {
                recordDecision(record, decision, fold.deferredDecisions());
            }
            if (live != null && live.state().applied() == record.offset()) {
                statesAtApplied.put(partition, fold.state());
            }
        }
        lastOffsets.put(partition, records.getLast().offset());
        if (evidence.section() != null
                && live != null
                && live.state().applied() > fold.state().applied()) {
            statesAtApplied.put(partition, fold.state());
        }
        campaignStates.putAll(fold.state().campaigns());
    }

    /** Returns the state without other campaigns and their records, if the evidence covers a section. */
    PartitionState inSection(PartitionState state) {
        CampaignSection section = evidence.section();
        if (section == null) {
            return state;
        }
        var outcomes = new TreeMap<>(state.outcomes());
        outcomes.keySet().removeIf(offset -> {
            Decided entry = decided.get(new LogPosition(state.partition(), offset));
            return entry == null || !section.contains(entry.record());
        });
        var states = new TreeMap<>(state.campaigns());
        states.keySet().retainAll(campaigns);
        var due = new TreeMap<>(state.due());
        due.keySet().retainAll(campaigns);
        long last = lastOffsets.getOrDefault(state.partition(), -1L);
        return new PartitionState(
                state.partition(),
                Math.min(state.applied(), last),
                section.start().timeMillis(),
                states,
                due,
                outcomes);
    }

    private @Nullable Decision decide(Fold fold, LogRecord record) {
        PartitionState before =
                LogRecordCodec.read(record).orElse(null) instanceof CampaignPurged ? fold.state() : null;
        try {
            Decision decision = fold.apply(record);
            if (before != null) {
                recordPurged(before, fold.state());
            }
            // The decision may depend on deleted records below the low watermark.
            return isTruncated(record.partition()) && decision instanceof Decision.Purged ? null : decision;
        } catch (UnknownRulesException unknown) {
            stoppedPartitions.add(record.partition());
            foldErrors.add("the fold of partition %d stopped: %s".formatted(record.partition(), unknown.getMessage()));
            return null;
        }
    }

    private void recordPurged(PartitionState before, PartitionState after) {
        Evidence.LiveState live = evidence.live().get(after.partition());
        before.campaigns().forEach((id, campaign) -> {
            if (!after.campaigns().containsKey(id)) {
                campaignStates.put(id, campaign);
                if (live != null && after.applied() <= live.state().applied()) {
                    purged.computeIfAbsent(after.partition(), _ -> new HashMap<>())
                            .put(id, campaign);
                }
            }
        });
    }

    private void recordDecision(LogRecord record, Decision decision, List<DeferredDecision> lateDecisions) {
        for (int i = 0; i < lateDecisions.size(); i++) {
            DeferredDecision one = lateDecisions.get(i);
            deferredOutcomes.put(
                    new LogPosition(record.partition(), one.offset()), new DeferredOutcome(record, one, i));
        }
        CouponRecord read = LogRecordCodec.read(record).orElse(null);
        if (decision instanceof Decision.Revoked && read instanceof CouponRevoked revocation) {
            revoked.add(revocation.couponId());
        }
        if (decision instanceof Decision.Done && read instanceof CouponCommand command) {
            long amount =
                    switch (command) {
                        case CampaignScheduled scheduled -> scheduled.stock();
                        case StockAdded added -> added.amount();
                        default -> 0;
                    };
            if (amount > 0 && commands.add(command.campaignId() + " " + command.commandId())) {
                stockChanges
                        .computeIfAbsent(command.campaignId(), _ -> new ArrayList<>())
                        .add(new StockChange(record.offset(), amount));
            }
        }
    }

    private void indexRequests() {
        decided.forEach((position, entry) -> {
            if (LogRecordCodec.read(entry.record()).orElse(null) instanceof IssueRequested request
                    && campaigns.contains(request.campaignId())) {
                requests.put(position, request);
            }
        });
    }

    private void indexResults() {
        var firsts = new HashMap<UUID, Map<LogPosition, Set<CouponIssued>>>();
        for (Evidence.PublishedResult published : evidence.results()) {
            CouponResult result = published.result();
            if (result == null || !campaigns.contains(result.campaignId())) {
                continue;
            }
            var position = new LogPosition(result.partition(), result.offset());
            results.computeIfAbsent(position, _ -> new ArrayList<>()).add(result);
            if (result instanceof CouponIssued coupon) {
                firsts.computeIfAbsent(result.campaignId(), _ -> new HashMap<>())
                        .computeIfAbsent(position, _ -> new LinkedHashSet<>())
                        .add(coupon);
            }
        }
        // Equal duplicates count once; different results for one position all count.
        firsts.forEach((campaign, positions) -> issued.put(
                campaign,
                positions.values().stream()
                        .flatMap(Set::stream)
                        .sorted(Comparator.comparing(this::decisionOrderOf))
                        .toList()));
    }
}
