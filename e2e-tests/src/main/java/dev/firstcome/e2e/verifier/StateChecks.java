package dev.firstcome.e2e.verifier;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.e2e.verifier.Evidence.WalletRow;
import dev.firstcome.model.hashing.CouponIds;
import dev.firstcome.model.log.LogRecordCodec;
import dev.firstcome.model.state.CampaignState;
import dev.firstcome.model.state.Decision;
import dev.firstcome.model.state.PartitionState;
import dev.firstcome.model.state.RecordedDecision;
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

/** Checks C9 to C11: Redis, wallets, progress and dead letters against the log of the evidence. */
final class StateChecks {
    private static final long BUCKET_BITS = 0xFFF;

    private final EvidenceIndex index;

    StateChecks(EvidenceIndex index) {
        this.index = index;
    }

    void checkStateAndWallets(InvariantCheck c9) {
        index.foldErrors.forEach(error -> c9.contradict("%s", error));
        index.evidence.liveFaults().forEach(fault -> c9.contradict("%s", fault));
        index.lastOffsets.forEach((partition, _) -> checkState(c9, partition));
        index.evidence.live().forEach((partition, live) -> {
            if (!index.lastOffsets.containsKey(partition) && live.state().applied() >= 0) {
                c9.contradict(
                        "partition %d has a state at offset %d but no records",
                        partition, live.state().applied());
            }
        });
        checkWallets(c9);
    }

    private void checkState(InvariantCheck c9, int partition) {
        Evidence.LiveState live = index.evidence.live().get(partition);
        if (live == null) {
            c9.contradict("partition %d has records but no state", partition);
            return;
        }
        if (!live.topicId().equals(index.evidence.topicId())) {
            c9.contradict("partition %d has the state of a different topic, %s", partition, live.topicId());
        }
        PartitionState stateAtApplied = index.statesAtApplied.get(partition);
        if (stateAtApplied == null) {
            c9.contradict(
                    "partition %d has applied offset %d, where the log has no record",
                    partition, live.state().applied());
            return;
        }
        PartitionState folded = index.inSection(stateAtApplied);
        PartitionState actual = index.inSection(live.state());
        c9.countItems(folded.outcomes().size() + folded.campaigns().size());
        PartitionState expected = toleratingPurge(actual, folded);
        if (!expected.equals(actual)) {
            reportDifferences(c9, expected, actual);
        }
    }

    /** Returns the fold with the outcomes that may differ in Redis: below the low watermark, or of purged campaigns. */
    private PartitionState toleratingPurge(PartitionState live, PartitionState folded) {
        var outcomes = new TreeMap<>(folded.outcomes());
        folded.outcomes().forEach((offset, recorded) -> {
            RecordedDecision kept = live.outcomes().get(offset);
            if (kept == null && index.isBelowLowWatermark(folded.partition(), offset)) {
                outcomes.remove(offset);
            } else if (kept != null && mayBePurged(kept, folded, offset)) {
                outcomes.put(offset, kept);
            }
        });
        if (index.isTruncated(folded.partition())) {
            live.outcomes().forEach((offset, kept) -> {
                if (index.isBelowLowWatermark(folded.partition(), offset)
                        || isUndeterminable(folded.outcomes().get(offset))) {
                    outcomes.put(offset, kept);
                }
            });
        }
        return new PartitionState(
                folded.partition(), folded.applied(), folded.time(), folded.campaigns(), folded.due(), outcomes);
    }

    /** A state that was rebuilt from beyond a campaign's first record never contains that campaign. */
    private boolean mayBePurged(RecordedDecision kept, PartitionState folded, long offset) {
        EvidenceIndex.Decided decided = index.decided.get(new LogPosition(folded.partition(), offset));
        return kept.decision() instanceof Decision.Purged
                && decided != null
                && LogRecordCodec.read(decided.record())
                        .map(record -> !folded.campaigns().containsKey(record.campaignId()))
                        .orElse(false);
    }

    /** Returns whether the truncated log is not sufficient to determine the outcome of a record. */
    private static boolean isUndeterminable(@Nullable RecordedDecision folded) {
        return folded != null && folded.decision() instanceof Decision.Purged;
    }

    private static void reportDifferences(InvariantCheck c9, PartitionState folded, PartitionState live) {
        Set<String> foldedLines = new HashSet<>(Arrays.asList(folded.text().split("\n", -1)));
        Set<String> liveLines = new HashSet<>(Arrays.asList(live.text().split("\n", -1)));
        folded.text()
                .lines()
                .filter(line -> !liveLines.contains(line))
                .forEach(line -> c9.contradict("partition %d, only in the folded log: %s", folded.partition(), line));
        live.text()
                .lines()
                .filter(line -> !foldedLines.contains(line))
                .forEach(line -> c9.contradict("partition %d, only in Redis: %s", folded.partition(), line));
    }

    private void checkWallets(InvariantCheck c9) {
        Map<UUID, WalletRow> rows = new HashMap<>();
        for (WalletRow row : index.evidence.wallet()) {
            c9.countItems(1);
            if (rows.putIfAbsent(row.couponId(), row) != null) {
                c9.contradict("duplicate coupon in the wallets: %s and %s", rows.get(row.couponId()), row);
            }
        }
        index.statesAtApplied.forEach((partition, state) -> {
            var campaigns = new HashMap<>(index.purged.getOrDefault(partition, Map.of()));
            campaigns.putAll(index.inSection(state).campaigns());
            campaigns.forEach((campaign, known) -> coupons(partition, campaign, known)
                    .forEach(coupon -> {
                        WalletRow row = rows.remove(coupon.couponId());
                        if (row == null || !coupon.equals(row.withoutShard())) {
                            c9.contradict("the folded log contains %s, the wallet %s", coupon, row);
                        }
                    }));
        });
        rows.values().stream()
                .filter(row -> !isOfTruncatedLog(row))
                .forEach(row -> c9.contradict("only in the wallet: %s", row));
    }

    private boolean isOfTruncatedLog(WalletRow row) {
        EvidenceIndex.Decided decided = index.decided.get(new LogPosition(row.requestPartition(), row.requestOffset()));
        return index.isTruncated(row.requestPartition())
                && !index.campaignStates.containsKey(row.campaignId())
                && (decided == null || decided.decision() == null);
    }

    /** Returns the expected wallet rows. Their shard is not known. */
    private List<WalletRow> coupons(int partition, UUID campaign, CampaignState state) {
        List<WalletRow> coupons = new ArrayList<>();
        state.holders()
                .forEach((user, holdings) -> holdings.stream()
                        .filter(holding -> !holding.deferred())
                        .forEach(holding -> coupons.add(row(
                                new Owner(campaign, user, 0),
                                CouponIds.of(campaign, user, holding.number()),
                                new Numbers(holding.number(), holding.ordinal()),
                                new LogPosition(partition, holding.offset())))));
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

    private WalletRow row(Owner owner, UUID couponId, Numbers numbers, LogPosition position) {
        return new WalletRow(
                "",
                (int) (owner.user().getMostSignificantBits() & BUCKET_BITS),
                couponId,
                owner.user(),
                owner.campaign(),
                owner.series(),
                numbers.sequence(),
                numbers.ordinal(),
                position.partition(),
                position.offset(),
                index.revoked.contains(couponId));
    }

    void checkProgress(InvariantCheck c10) {
        Map<Integer, Long> published = new HashMap<>();
        for (IssueProgress progress : index.evidence.progress()) {
            if (progress.topicId().equals(index.evidence.topicId())) {
                published.merge(progress.partition(), progress.published(), Math::max);
            }
        }
        index.lowWatermarks.forEach((partition, lowWatermark) -> {
            long start = index.evidence.logStarts().getOrDefault(partition, 0L);
            if (start > lowWatermark.offset()) {
                c10.contradict(
                        "partition %d of the log starts at %d, above its low watermark %s",
                        partition, start, lowWatermark);
            }
        });
        index.lastOffsets.forEach((partition, last) -> {
            c10.countItems(1);
            Evidence.LiveState live = index.evidence.live().get(partition);
            Long applied = live == null ? null : live.state().applied();
            if (!isReached(applied, last) || !isReached(published.get(partition), last)) {
                c10.contradict(
                        "partition %d ends at %d; applied: %s, published: %s",
                        partition, last, applied, published.get(partition));
            }
        });
    }

    /** The whole log must be processed exactly to its end. After a section, records of other campaigns may follow. */
    private boolean isReached(@Nullable Long offset, long last) {
        return offset != null && (index.evidence.section() == null ? offset == last : offset >= last);
    }

    void checkDeadLetters(InvariantCheck c11) {
        Set<LogPosition> origins = new HashSet<>();
        for (Evidence.DeadLetter letter : index.evidence.deadLetters()) {
            c11.countItems(1);
            LogPosition origin = origin(letter);
            EvidenceIndex.Decided decided = origin == null ? null : index.decided.get(origin);
            if (origin != null
                    && decided == null
                    && index.isTruncated(origin.partition())
                    && index.isBelowLowWatermark(origin.partition(), origin.offset())) {
                continue;
            }
            if (origin == null || decided == null) {
                c11.contradict("a dead letter without an origin in the log: %s", letter);
                continue;
            }
            origins.add(origin);
            Evidence.LiveState live = index.evidence.live().get(origin.partition());
            RecordedDecision recorded =
                    live == null ? null : live.state().outcomes().get(origin.offset());
            boolean purged = recorded == null && index.isBelowLowWatermark(origin.partition(), origin.offset());
            boolean invalid = purged || recorded != null && recorded.decision() instanceof Decision.Invalid;
            if (!invalid) {
                c11.contradict("the origin of a dead letter, %s, has the outcome %s", origin, recorded);
            } else if (!Arrays.equals(letter.value(), decided.record().value())
                    || !Arrays.equals(letter.key(), decided.record().key())) {
                c11.contradict("the dead letter of %s differs from the record", origin);
            }
        }
        index.decided.forEach((position, decided) -> {
            c11.countItems(1);
            if (decided.decision() instanceof Decision.Invalid && !origins.contains(position)) {
                c11.contradict("the record at %s is INVALID but has no dead letter", position);
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
