package dev.firstcome.coupon.issuing;

import dev.firstcome.contracts.coupon.CampaignOpened;
import dev.firstcome.contracts.coupon.CouponResult;
import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.coupon.fold.Floor;
import dev.firstcome.coupon.fold.HeldRequest;
import dev.firstcome.coupon.fold.LogBatch;
import dev.firstcome.coupon.fold.Outcome;
import dev.firstcome.coupon.log.LogEntry;
import dev.firstcome.coupon.log.ReadRecords;
import dev.firstcome.model.CampaignState;
import dev.firstcome.model.Decision;
import dev.firstcome.model.Fold;
import dev.firstcome.model.LateDecision;
import dev.firstcome.model.LogRecord;
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

/** What the reference model makes of a log, in the words of the issuer. */
public final class Fates {
    private final int partition;
    private final Fold model;
    private final List<LogEntry> log = new ArrayList<>();
    private final Map<Long, Outcome> outcomes = new HashMap<>();
    private final Map<Long, List<Late>> late = new HashMap<>();
    private final Map<UUID, SortedMap<Long, HeldRequest>> held = new HashMap<>();
    private final Map<Long, String> seeds = new HashMap<>();
    private final Map<UUID, Integer> fanOuts = new HashMap<>();
    private final NavigableMap<Long, Floor> floors = new TreeMap<>();

    /** A held request and what a later record made of it. */
    public record Late(HeldRequest request, Outcome outcome) {}

    public Fates(int partition, List<LogRecord> records) {
        this.partition = partition;
        this.model = new Fold(partition);
        records.forEach(this::take);
    }

    private void take(LogRecord record) {
        LogEntry entry = ReadRecords.of(record);
        log.add(entry);
        outcomes.put(record.offset(), outcome(model.apply(record), 0));
        floors.put(
                record.offset(), new Floor(model.floor().offset(), model.floor().timeMillis()));
        List<Late> these = new ArrayList<>();
        for (LateDecision decided : model.late()) {
            if (these.isEmpty()) {
                fanOuts.merge(decided.campaignId(), 1, Integer::sum);
            }
            HeldRequest request = new HeldRequest(
                    decided.offset(),
                    decided.userId(),
                    Objects.requireNonNull(outcomes.get(decided.offset())).number());
            held.computeIfAbsent(decided.campaignId(), _ -> new TreeMap<>()).put(request.arrival(), request);
            these.add(new Late(
                    request, outcome(decided.decision(), Objects.requireNonNull(fanOuts.get(decided.campaignId())))));
        }
        if (!these.isEmpty()) {
            late.put(record.offset(), these);
            CampaignState campaign = Objects.requireNonNull(
                    model.state().campaigns().get(model.late().getFirst().campaignId()));
            if (entry.record() instanceof CampaignOpened) {
                seeds.put(record.offset(), Objects.requireNonNull(campaign.seed()));
            }
        }
    }

    static Outcome outcome(Decision decision, int fanOut) {
        return new Outcome(
                Outcome.Code.values()[decision.code()], fanOut, decision.ordinalOrZero(), decision.numberOrZero());
    }

    public List<LogEntry> log() {
        return log;
    }

    public Outcome of(LogEntry entry) {
        return Objects.requireNonNull(outcomes.get(entry.offset()));
    }

    /** The held requests that this record decides; none for most. */
    public List<Late> decidedBy(LogEntry entry) {
        return late.getOrDefault(entry.offset(), List.of());
    }

    /** The seed of the draw that this record opens; null of all others. */
    @Nullable
    String seedOf(LogEntry entry) {
        return seeds.get(entry.offset());
    }

    public List<HeldRequest> held(UUID campaignId, long first, long last) {
        return List.copyOf(held.getOrDefault(campaignId, new TreeMap<>())
                .subMap(first, last + 1)
                .values());
    }

    /** Where a fold may begin once all up to this record is published. */
    Floor floorAfter(long offset) {
        return floors.floorEntry(offset).getValue();
    }

    /** Whether a record up to this one allows to begin there, so that nothing above it is decided otherwise. */
    boolean mayBegin(IssueProgress progress) {
        Long time = progress.floorTimeMillis();
        return progress.floor() <= log.getFirst().offset()
                || time != null
                        && floors.headMap(progress.published(), true).containsValue(new Floor(progress.floor(), time));
    }

    boolean isAtStart(LogBatch batch) {
        return batch.entries().getFirst().offset() == log.getFirst().offset();
    }

    /** Whether a state that begins with this batch begins where the progress says. */
    boolean isAtFloor(LogBatch batch, @Nullable IssueProgress progress) {
        if (progress == null) {
            return false;
        }
        Long time = progress.floorTimeMillis();
        return time != null
                && progress.floor() == batch.entries().getFirst().offset()
                && time == batch.floorTimeMillis();
    }

    /** The same of the later of two watermarks. */
    static IssueProgress later(IssueProgress of, long published) {
        return new IssueProgress(
                of.topicId(),
                of.partition(),
                Math.max(of.published(), published),
                of.epoch(),
                of.floor(),
                of.floorTimeMillis());
    }

    /** The campaign's draw's seed, in the end; null: it has none, or it was not revealed. */
    public @Nullable String seedOf(UUID campaignId) {
        CampaignState campaign = model.state().campaigns().get(campaignId);
        return campaign == null ? null : campaign.seed();
    }

    /** All results that are to be published with this record. */
    public List<CouponResult> resultsOf(LogEntry entry) {
        List<CouponResult> results = new ArrayList<>();
        CouponResult own = Results.of(partition, entry, of(entry));
        if (own != null) {
            results.add(own);
        }
        decidedBy(entry).forEach(one -> results.add(Results.of(partition, entry, one.request(), one.outcome())));
        return results;
    }
}
