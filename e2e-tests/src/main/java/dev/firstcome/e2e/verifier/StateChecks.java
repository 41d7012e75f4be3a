package dev.firstcome.e2e.verifier;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.e2e.verifier.Evidence.WalletRow;
import dev.firstcome.model.CampaignState;
import dev.firstcome.model.CouponIds;
import dev.firstcome.model.Decision;
import dev.firstcome.model.PartitionState;
import dev.firstcome.model.RecordForm;
import dev.firstcome.model.Recorded;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** C9 to C11: what Redis, the wallets, the progress and the dead letters say of the whole log. */
final class StateChecks {
    private static final long BUCKET_BITS = 0xFFF;

    private final Reading reading;

    StateChecks(Reading reading) {
        this.reading = reading;
    }

    void liveIsFoldIsWallet(InvariantCheck c9) {
        reading.stops.forEach(stop -> c9.contradict("%s", stop));
        reading.evidence.liveFaults().forEach(fault -> c9.contradict("%s", fault));
        reading.lastOffsets.forEach((partition, _) -> liveIsFold(c9, partition));
        reading.evidence.live().forEach((partition, live) -> {
            if (!reading.lastOffsets.containsKey(partition) && live.state().applied() >= 0) {
                c9.contradict(
                        "partition %d has a state at %d but no record",
                        partition, live.state().applied());
            }
        });
        foldIsWallet(c9);
    }

    private void liveIsFold(InvariantCheck c9, int partition) {
        Evidence.LiveState live = reading.evidence.live().get(partition);
        if (live == null) {
            c9.contradict("partition %d has records but no state", partition);
            return;
        }
        if (!live.topicId().equals(reading.evidence.topicId())) {
            c9.contradict("partition %d has the state of another topic, %s", partition, live.topicId());
        }
        PartitionState fold = reading.statesAtApplied.get(partition);
        if (fold == null) {
            c9.contradict(
                    "partition %d has applied %d, which is no record",
                    partition, live.state().applied());
            return;
        }
        c9.lookAt(fold.outcomes().size() + fold.campaigns().size());
        PartitionState expected = as(live.state(), fold);
        if (!expected.equals(live.state())) {
            differences(c9, expected, live.state());
        }
    }

    /** The fold, but for what may be otherwise in Redis: outcomes below the floor, and those of forgotten campaigns. */
    private PartitionState as(PartitionState live, PartitionState fold) {
        var outcomes = new TreeMap<>(fold.outcomes());
        fold.outcomes().forEach((offset, recorded) -> {
            Recorded kept = live.outcomes().get(offset);
            if (kept == null && reading.isBelowFloor(fold.partition(), offset)) {
                outcomes.remove(offset);
            } else if (kept != null && mayBeForgotten(kept, fold, offset)) {
                outcomes.put(offset, kept);
            }
        });
        if (reading.isCut(fold.partition())) {
            live.outcomes().forEach((offset, kept) -> {
                if (reading.isBelowFloor(fold.partition(), offset)
                        || mayHaveBeen(fold.outcomes().get(offset))) {
                    outcomes.put(offset, kept);
                }
            });
        }
        return new PartitionState(
                fold.partition(), fold.applied(), fold.time(), fold.campaigns(), fold.due(), outcomes);
    }

    /** A state that began anew behind a campaign's first record has forgotten it from the start. */
    private boolean mayBeForgotten(Recorded kept, PartitionState fold, long offset) {
        Reading.Decided decided = reading.decided.get(new LogPosition(fold.partition(), offset));
        return kept.decision() instanceof Decision.Forgotten
                && decided != null
                && RecordForm.read(decided.record())
                        .map(record -> !fold.campaigns().containsKey(record.campaignId()))
                        .orElse(false);
    }

    /** Of a record that a cut log does not say enough about. */
    private static boolean mayHaveBeen(@Nullable Recorded fromTheFloor) {
        return fromTheFloor != null && fromTheFloor.decision() instanceof Decision.Forgotten;
    }

    private static void differences(InvariantCheck c9, PartitionState fold, PartitionState live) {
        Set<String> folded = new HashSet<>(Arrays.asList(fold.text().split("\n", -1)));
        Set<String> kept = new HashSet<>(Arrays.asList(live.text().split("\n", -1)));
        fold.text()
                .lines()
                .filter(line -> !kept.contains(line))
                .forEach(line -> c9.contradict("partition %d, only in the fold: %s", fold.partition(), line));
        live.text()
                .lines()
                .filter(line -> !folded.contains(line))
                .forEach(line -> c9.contradict("partition %d, only in Redis: %s", fold.partition(), line));
    }

    private void foldIsWallet(InvariantCheck c9) {
        Map<UUID, WalletRow> rows = new HashMap<>();
        for (WalletRow row : reading.evidence.wallet()) {
            c9.lookAt(1);
            if (rows.putIfAbsent(row.couponId(), row) != null) {
                c9.contradict("a coupon is in the wallets twice: %s and %s", rows.get(row.couponId()), row);
            }
        }
        reading.statesAtApplied.forEach((partition, state) -> {
            var campaigns = new HashMap<>(reading.forgotten.getOrDefault(partition, Map.of()));
            campaigns.putAll(state.campaigns());
            campaigns.forEach((campaign, known) -> coupons(partition, campaign, known)
                    .forEach(coupon -> {
                        WalletRow row = rows.remove(coupon.couponId());
                        if (row == null || !coupon.equals(row.anywhere())) {
                            c9.contradict("the fold has %s, the wallet %s", coupon, row);
                        }
                    }));
        });
        rows.values().stream()
                .filter(row -> !isOfCutLog(row))
                .forEach(row -> c9.contradict("only in the wallet: %s", row));
    }

    private boolean isOfCutLog(WalletRow row) {
        Reading.Decided decided = reading.decided.get(new LogPosition(row.requestPartition(), row.requestOffset()));
        return reading.isCut(row.requestPartition())
                && !reading.campaignStates.containsKey(row.campaignId())
                && (decided == null || decided.decision() == null);
    }

    /** What must be in the wallets; the shard is not known. */
    private List<WalletRow> coupons(int partition, UUID campaign, CampaignState state) {
        List<WalletRow> coupons = new ArrayList<>();
        state.holders()
                .forEach((user, mine) -> mine.stream()
                        .filter(holding -> !holding.held())
                        .forEach(held -> coupons.add(row(
                                new Owner(campaign, user, 0),
                                CouponIds.of(campaign, user, held.number()),
                                new Numbers(held.number(), held.ordinal()),
                                new LogPosition(partition, held.offset())))));
        state.grants()
                .forEach((key, grant) -> coupons.add(row(
                        new Owner(campaign, key.userId(), 1),
                        CouponIds.granted(campaign, key.userId(), grant.sequence()),
                        new Numbers(grant.sequence(), (int) grant.sequence()),
                        new LogPosition(partition, grant.offset()))));
        return coupons;
    }

    private record Owner(UUID campaign, UUID user, int series) {}

    private record Numbers(long sequence, int ordinal) {}

    private WalletRow row(Owner owner, UUID couponId, Numbers numbers, LogPosition place) {
        return new WalletRow(
                "",
                (int) (owner.user().getMostSignificantBits() & BUCKET_BITS),
                couponId,
                owner.user(),
                owner.campaign(),
                owner.series(),
                numbers.sequence(),
                numbers.ordinal(),
                place.partition(),
                place.offset(),
                reading.takenBack.contains(couponId));
    }

    void allIsDone(InvariantCheck c10) {
        Map<Integer, Long> published = new HashMap<>();
        for (IssueProgress progress : reading.evidence.progress()) {
            if (progress.topicId().equals(reading.evidence.topicId())) {
                published.merge(progress.partition(), progress.published(), Math::max);
            }
        }
        reading.floors.forEach((partition, floor) -> {
            long start = reading.evidence.logStarts().getOrDefault(partition, 0L);
            if (start > floor.offset()) {
                c10.contradict("partition %d of the log begins at %d, above its floor %s", partition, start, floor);
            }
        });
        reading.lastOffsets.forEach((partition, last) -> {
            c10.lookAt(1);
            Evidence.LiveState live = reading.evidence.live().get(partition);
            Long applied = live == null ? null : live.state().applied();
            if (!last.equals(applied) || !last.equals(published.get(partition))) {
                c10.contradict(
                        "partition %d ends at %d, applied is %s, published is %s",
                        partition, last, applied, published.get(partition));
            }
        });
    }

    void deadLettersAreInvalid(InvariantCheck c11) {
        Set<LogPosition> origins = new HashSet<>();
        for (Evidence.DeadLetter letter : reading.evidence.deadLetters()) {
            c11.lookAt(1);
            LogPosition origin = origin(letter);
            Reading.Decided decided = origin == null ? null : reading.decided.get(origin);
            if (origin != null
                    && decided == null
                    && reading.isCut(origin.partition())
                    && reading.isBelowFloor(origin.partition(), origin.offset())) {
                continue;
            }
            if (origin == null || decided == null) {
                c11.contradict("a dead letter without an origin in the log: %s", letter);
                continue;
            }
            origins.add(origin);
            Evidence.LiveState live = reading.evidence.live().get(origin.partition());
            Recorded recorded = live == null ? null : live.state().outcomes().get(origin.offset());
            boolean dropped = recorded == null && reading.isBelowFloor(origin.partition(), origin.offset());
            boolean invalid = dropped || recorded != null && recorded.decision() instanceof Decision.Invalid;
            if (!invalid) {
                c11.contradict("the origin of a dead letter, %s, has the outcome %s", origin, recorded);
            } else if (!Arrays.equals(letter.value(), decided.record().value())
                    || !Arrays.equals(letter.key(), decided.record().key())) {
                c11.contradict("the dead letter of %s is no copy of it", origin);
            }
        }
        reading.decided.forEach((place, decided) -> {
            if (decided.decision() instanceof Decision.Invalid && !origins.contains(place)) {
                c11.lookAt(1);
                c11.contradict("the record at %s is INVALID and has no dead letter", place);
            }
        });
    }

    private static @Nullable LogPosition origin(Evidence.DeadLetter letter) {
        if (!Topics.COUPON_REQUESTS.equals(letter.originTopic())
                || letter.originPartition() == null
                || letter.originOffset() == null) {
            return null;
        }
        try {
            return new LogPosition(Integer.parseInt(letter.originPartition()), Long.parseLong(letter.originOffset()));
        } catch (NumberFormatException notDecimal) {
            return null;
        }
    }
}
