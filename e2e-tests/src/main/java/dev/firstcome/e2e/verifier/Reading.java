package dev.firstcome.e2e.verifier;

import dev.firstcome.contracts.coupon.CampaignForgotten;
import dev.firstcome.contracts.coupon.CampaignScheduled;
import dev.firstcome.contracts.coupon.CouponCommand;
import dev.firstcome.contracts.coupon.CouponIssued;
import dev.firstcome.contracts.coupon.CouponRecord;
import dev.firstcome.contracts.coupon.CouponResult;
import dev.firstcome.contracts.coupon.CouponRevoked;
import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.contracts.coupon.IssueRequested;
import dev.firstcome.contracts.coupon.StockAdded;
import dev.firstcome.model.CampaignState;
import dev.firstcome.model.Decision;
import dev.firstcome.model.Floor;
import dev.firstcome.model.Fold;
import dev.firstcome.model.LateDecision;
import dev.firstcome.model.LogRecord;
import dev.firstcome.model.PartitionState;
import dev.firstcome.model.RecordForm;
import dev.firstcome.model.UnknownRules;
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
 * The evidence read once by the reference model and sorted by place and campaign, so that each check is short. Requests
 * and results are those of the judged campaigns; the fold and its states are of the whole log.
 */
final class Reading {
    final Evidence evidence;
    final Set<UUID> campaigns;

    /** Every record of the log with its decision, by its place, in the order of the log. */
    final Map<LogPosition, Decided> decided = new LinkedHashMap<>();

    /** The judged campaigns' requests in the log, in its order. */
    final Map<LogPosition, IssueRequested> requests = new LinkedHashMap<>();

    /** The judged campaigns' results, each with its repetitions, by the place of the request. */
    final Map<LogPosition, List<CouponResult>> results = new HashMap<>();

    /** The judged campaigns' issued coupons, once each, in the order in which they were decided. */
    final Map<UUID, List<CouponIssued>> issued = new TreeMap<>();

    /** What came of each campaign in the end, or was there when it was forgotten. */
    final Map<UUID, CampaignState> campaignStates = new HashMap<>();

    /** By partition, the campaigns that the state in Redis must have forgotten, as they were before. */
    final Map<Integer, Map<UUID, CampaignState>> forgotten = new HashMap<>();

    /** By partition, where a recovery would begin. Outcomes below need not be in Redis, and records not in the log. */
    final Map<Integer, Floor> floors = new HashMap<>();

    final Map<Integer, PartitionState> statesAtApplied = new TreeMap<>();
    final Map<Integer, Long> lastOffsets = new TreeMap<>();
    final List<String> stops = new ArrayList<>();
    private final Set<String> commands = new HashSet<>();
    private final Set<Integer> stopped = new HashSet<>();

    /** What became of held requests, by their place. */
    final Map<LogPosition, Late> late = new HashMap<>();

    /** Coupons that were taken back. */
    final Set<UUID> takenBack = new HashSet<>();

    /** The judged campaigns' stock, as it was set and added to, in the order of the log. */
    final Map<UUID, List<Stock>> stocks = new HashMap<>();

    /** A record and what the model makes of it; null where it cannot say: after the fold stopped, or where a cut log begins. */
    record Decided(LogRecord record, @Nullable Decision decision) {}

    /** A held request's outcome, by which record, and as the so-manieth of those that it decided. */
    record Late(LogRecord by, LateDecision decision, int index) {}

    /** So many coupons more from this record on. */
    record Stock(long offset, long amount) {}

    /** Where a request was decided: the offset of the record that did, and the order among those that it decided. */
    record Turn(long offset, int index) implements Comparable<Turn> {
        @Override
        public int compareTo(Turn other) {
            return offset == other.offset ? Integer.compare(index, other.index) : Long.compare(offset, other.offset);
        }
    }

    Turn turnOf(CouponResult result) {
        Late later = late.get(new LogPosition(result.partition(), result.offset()));
        return later == null
                ? new Turn(result.offset(), 0)
                : new Turn(later.by().offset(), later.index());
    }

    Reading(Evidence evidence, Set<UUID> campaigns) {
        this.evidence = evidence;
        this.campaigns = campaigns;
        var partitions = new TreeMap<Integer, List<LogRecord>>();
        evidence.log()
                .forEach(record -> partitions
                        .computeIfAbsent(record.partition(), _ -> new ArrayList<>())
                        .add(record));
        readFloors();
        partitions.forEach(this::fold);
        sortRequests();
        sortResults();
    }

    private void readFloors() {
        for (IssueProgress progress : evidence.progress()) {
            Long time = progress.floorTimeMillis();
            if (progress.topicId().equals(evidence.topicId()) && time != null) {
                floors.merge(
                        progress.partition(),
                        new Floor(progress.floor(), time),
                        (one, other) -> one.offset() >= other.offset() ? one : other);
            }
        }
    }

    boolean isBelowFloor(int partition, long offset) {
        Floor floor = floors.get(partition);
        return floor != null && offset < floor.offset();
    }

    /** Whether the log's first records are deleted, so that the model begins at the floor, too. */
    boolean isCut(int partition) {
        return evidence.logStarts().getOrDefault(partition, 0L) > 0 && floors.containsKey(partition);
    }

    private void fold(int partition, List<LogRecord> records) {
        Floor floor = floors.get(partition);
        var fold = isCut(partition) && floor != null ? new Fold(partition, floor) : new Fold(partition);
        Evidence.LiveState live = evidence.live().get(partition);
        for (LogRecord record : records) {
            boolean unknown =
                    stopped.contains(partition) || isCut(partition) && isBelowFloor(partition, record.offset());
            Decision decision = unknown ? null : decide(fold, record);
            decided.put(new LogPosition(partition, record.offset()), new Decided(record, decision));
            if (decision != null) {
                note(record, decision, fold.late());
            }
            if (live != null && live.state().applied() == record.offset()) {
                statesAtApplied.put(partition, fold.state());
            }
        }
        lastOffsets.put(partition, records.getLast().offset());
        campaignStates.putAll(fold.state().campaigns());
    }

    private @Nullable Decision decide(Fold fold, LogRecord record) {
        PartitionState before = RecordForm.read(record).orElse(null) instanceof CampaignForgotten ? fold.state() : null;
        try {
            Decision decision = fold.apply(record);
            if (before != null) {
                noteForgotten(before, fold.state());
            }
            // Nobody knows what the records below the floor would have made of it.
            return isCut(record.partition()) && decision instanceof Decision.Forgotten ? null : decision;
        } catch (UnknownRules unknown) {
            stopped.add(record.partition());
            stops.add("the fold of partition %d stops: %s".formatted(record.partition(), unknown.getMessage()));
            return null;
        }
    }

    private void noteForgotten(PartitionState before, PartitionState after) {
        Evidence.LiveState live = evidence.live().get(after.partition());
        before.campaigns().forEach((id, campaign) -> {
            if (!after.campaigns().containsKey(id)) {
                campaignStates.put(id, campaign);
                if (live != null && after.applied() <= live.state().applied()) {
                    forgotten
                            .computeIfAbsent(after.partition(), _ -> new HashMap<>())
                            .put(id, campaign);
                }
            }
        });
    }

    private void note(LogRecord record, Decision decision, List<LateDecision> decidedLate) {
        for (int i = 0; i < decidedLate.size(); i++) {
            LateDecision one = decidedLate.get(i);
            late.put(new LogPosition(record.partition(), one.offset()), new Late(record, one, i));
        }
        CouponRecord read = RecordForm.read(record).orElse(null);
        if (decision instanceof Decision.TakenBack && read instanceof CouponRevoked revoked) {
            takenBack.add(revoked.couponId());
        }
        if (decision instanceof Decision.Done && read instanceof CouponCommand command) {
            long amount =
                    switch (command) {
                        case CampaignScheduled scheduled -> scheduled.stock();
                        case StockAdded added -> added.amount();
                        default -> 0;
                    };
            if (amount > 0 && commands.add(command.campaignId() + " " + command.commandId())) {
                stocks.computeIfAbsent(command.campaignId(), _ -> new ArrayList<>())
                        .add(new Stock(record.offset(), amount));
            }
        }
    }

    private void sortRequests() {
        decided.forEach((place, entry) -> {
            if (RecordForm.read(entry.record()).orElse(null) instanceof IssueRequested request
                    && campaigns.contains(request.campaignId())) {
                requests.put(place, request);
            }
        });
    }

    private void sortResults() {
        var firsts = new HashMap<UUID, Map<LogPosition, Set<CouponIssued>>>();
        for (Evidence.PublishedResult published : evidence.results()) {
            CouponResult result = published.result();
            if (result == null || !campaigns.contains(result.campaignId())) {
                continue;
            }
            var place = new LogPosition(result.partition(), result.offset());
            results.computeIfAbsent(place, _ -> new ArrayList<>()).add(result);
            if (result instanceof CouponIssued coupon) {
                firsts.computeIfAbsent(result.campaignId(), _ -> new HashMap<>())
                        .computeIfAbsent(place, _ -> new LinkedHashSet<>())
                        .add(coupon);
            }
        }
        // A repetition says the same and counts once; if it says something else, both count.
        firsts.forEach((campaign, places) -> issued.put(
                campaign,
                places.values().stream()
                        .flatMap(Set::stream)
                        .sorted(Comparator.comparing(this::turnOf))
                        .toList()));
    }
}
