package dev.firstcome.coupon.rebuild;

import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.coupon.audit.ToldTally;
import dev.firstcome.coupon.fold.Floor;
import dev.firstcome.coupon.fold.StateComparison;
import dev.firstcome.coupon.issuing.Interlude;
import dev.firstcome.coupon.log.LogEntry;
import dev.firstcome.coupon.log.LogReaders.LogReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at a rebuild: the log is folded into a shadow beside the live state, then compared with what users were told,
 * with the wallets and with the live state, and takes that one's place if it shall. All of it goes on while the partition
 * serves; only in the end the issuer's own thread waits for the last few records and for what differed to be looked at
 * again.
 */
final class RebuildRun {
    private static final Duration REPORT_EVERY = Duration.ofMillis(400);
    private static final Duration YIELD = Duration.ofMillis(20);
    private static final Duration YIELD_MAX = Duration.ofSeconds(1);
    private static final Duration BEGINS_WITHIN = Duration.ofSeconds(10);
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(30);

    /** Recoveries take the next number, so a shadow's is far from it: nobody else begins an epoch with the same. */
    private static final long EPOCHS_APART = 1_000;

    /** With so few records left the issuer waits for them. */
    private static final long NEAR = 2_000;

    private static final int COMPARISONS_MAX = 5;

    private final Rebuild rebuild;
    private final Rebuild.Wish wish;
    private final RebuildParts parts;
    private final Findings findings;
    private final BooleanSupplier running;
    private long reportedAt;

    RebuildRun(Rebuild rebuild, RebuildParts parts, Findings findings, BooleanSupplier running) {
        this.rebuild = rebuild;
        this.wish = rebuild.wish();
        this.parts = parts;
        this.findings = findings;
        this.running = running;
    }

    /** @throws RebuildEnd if it ends before it is done */
    void run() throws InterruptedException {
        int partition = wish.partition();
        IssueProgress progress = parts.issuing().watermarks().of(partition);
        OptionalLong live = parts.shadows().liveEpoch(partition);
        if (progress == null || live.isEmpty() || progress.published() < progress.floor()) {
            return; // nothing was ever decided here
        }
        parts.shadows().discard(partition);
        long epoch = Math.max(parts.issuing().clock().millis(), live.getAsLong() + EPOCHS_APART);
        findings.recordsTotal = progress.published() - progress.floor() + 1;
        Long time = progress.floorTimeMillis();
        Floor floor = new Floor(progress.floor(), time == null ? 0 : time);
        ToldTally tally = tally(floor.offset());
        try (LogReader reader = parts.logs().from(partition, floor.offset())) {
            Shadow shadow = new Shadow(new Shadow.Begin(partition, epoch, floor), reader, parts, entry -> {
                look(tally, entry);
                return wish.whatIf().amend(entry, wish.campaignId());
            });
            follow(shadow);
            OptionalLong through = shadow.last();
            if (through.isPresent()) {
                compare(shadow, tally, new Span(floor.offset(), through.getAsLong()));
            }
        } finally {
            parts.shadows().discard(partition);
        }
    }

    /** Other terms say nothing of what users were told. */
    private @Nullable ToldTally tally(long floor) {
        UUID campaignId = wish.campaignId();
        return campaignId == null || wish.mode() == RebuildMode.WHAT_IF ? null : new ToldTally(campaignId, floor);
    }

    private static void look(@Nullable ToldTally tally, LogEntry entry) {
        if (tally != null) {
            tally.look(entry.record(), entry.offset(), entry.timeMillis());
        }
    }

    /** What is compared: offsets from the floor through the last record that is folded. */
    private record Span(long floor, long through) {}

    private void compare(Shadow shadow, @Nullable ToldTally tally, Span span) throws InterruptedException {
        UUID only = wish.mode() == RebuildMode.SWAP ? null : wish.campaignId();
        ResultComparison results = new ResultComparison(shadow, span.floor(), span.through(), only, tally);
        begin(RebuildPhase.COMPARING_RESULTS);
        boolean fromTheBeginning = parts.told().read(wish.partition(), some -> {
            add(results.differences(some));
            findings.resultsCompared = results.compared();
            checkpoint();
        });
        findings.told = tally == null ? null : tally.audit(span.through(), fromTheBeginning);
        if (wish.mode() == RebuildMode.WHAT_IF) {
            return;
        }
        begin(RebuildPhase.COMPARING_WALLETS);
        new WalletComparison(parts, wish.partition(), shadow, findings, this::checkpoint)
                .look(span.floor(), span.through());
        begin(RebuildPhase.COMPARING_STATE);
        settle(shadow, span.through());
    }

    /** Until no more than a few records are missing. */
    private void follow(Shadow shadow) throws InterruptedException {
        long published = parts.issuing().watermarks().published(wish.partition());
        while (shadow.last().isEmpty() || published - shadow.last().getAsLong() > NEAR) {
            OptionalLong before = shadow.last();
            shadow.advance(published, this::folded);
            if (shadow.last().equals(before)) {
                return; // there is nothing between
            }
            published = parts.issuing().watermarks().published(wish.partition());
        }
    }

    private void folded(int records, long nanos) {
        findings.folded(records, nanos);
        checkpoint();
        long until = System.nanoTime() + YIELD_MAX.toNanos();
        while (parts.load().isBehind() && running.getAsBoolean() && System.nanoTime() < until) {
            LockSupport.parkNanos(YIELD.toNanos());
        }
    }

    private void add(List<Difference> differences) {
        long room = parts.properties().differencesMax() - findings.differenceCount;
        if (!differences.isEmpty() && room > 0) {
            parts.rebuilds().add(rebuild, differences.subList(0, (int) Math.min(room, differences.size())));
        }
        for (Difference difference : differences) {
            findings.differenceCount++;
            switch (difference.effect()) {
                case GAINED -> findings.gained++;
                case LOST -> findings.lost++;
                case CHANGED -> {}
            }
        }
    }

    /** What differs while both go on is looked at again when both stand at the same record. */
    private void settle(Shadow shadow, long through) throws InterruptedException {
        for (int tries = 1; tries <= COMPARISONS_MAX; tries++) {
            follow(shadow);
            long live = parts.shadows().liveEpoch(wish.partition()).orElseThrow(RebuildEnd.NotMine::new);
            StateComparison comparison = parts.shadows()
                    .compare(
                            wish.partition(),
                            live,
                            shadow.epoch(),
                            parts.properties().differencesMax());
            checkpoint();
            follow(shadow);
            if (!comparison.isCutShort() || tries == COMPARISONS_MAX) {
                Interlude interlude = new Interlude(
                        (epoch, applied) -> settle(shadow, comparison, new Moment(epoch, applied, through)));
                parts.issuers().interlude(wish.partition(), interlude);
                interlude.await(BEGINS_WITHIN, ENDS_WITHIN);
                refuseIfContradicted();
                return;
            }
        }
    }

    /** Where the issuer stands, and through which record results were compared. */
    private record Moment(long epoch, long applied, long through) {}

    /** In the issuer's thread. */
    private long settle(Shadow shadow, StateComparison comparison, Moment now) throws InterruptedException {
        shadow.advance(now.applied(), findings::folded);
        if (!shadow.last().equals(OptionalLong.of(now.applied()))) {
            throw new IllegalStateException(
                    "the shadow stands at %s, not at %d".formatted(shadow.last(), now.applied()));
        }
        List<StateComparison.Difference> differences = new ArrayList<>(comparison.settled(floorNow()));
        differences.forEach(difference -> findings.witness(difference.what()));
        findings.stateCompared = comparison.compared();
        findings.stateEqual = differences.isEmpty() && !comparison.isCutShort();
        findings.position = now.applied();
        boolean told = differences.stream().anyMatch(difference -> difference.offset() > now.through());
        if (told) {
            findings.differenceCount++;
        }
        boolean swaps = wish.mode() == RebuildMode.SWAP && !isContradicted();
        if (!swaps) {
            return now.epoch();
        }
        if (!parts.shadows().takeOver(wish.partition(), now.epoch(), shadow.epoch())) {
            throw new IllegalStateException("the live state and the shadow stand apart");
        }
        findings.epoch = shadow.epoch();
        return shadow.epoch();
    }

    /** It may have risen meanwhile, and what lies below it may be dropped. */
    private long floorNow() {
        IssueProgress progress = parts.issuing().watermarks().of(wish.partition());
        return progress == null ? 0 : progress.floor();
    }

    private boolean isContradicted() {
        return findings.differenceCount > 0 || findings.couponsOther > 0;
    }

    private void refuseIfContradicted() {
        if (wish.mode() == RebuildMode.SWAP && isContradicted()) {
            throw new RebuildEnd.Failed(findings.differenceCount > 0 ? "CONTRADICTS_RESULTS" : "CONTRADICTS_WALLETS");
        }
    }

    private void begin(RebuildPhase phase) {
        findings.phase = phase;
        reportedAt = 0;
        checkpoint();
    }

    /** Says how far it is, and ends it where it shall not go on. */
    private void checkpoint() {
        if (!running.getAsBoolean()) {
            throw new RebuildEnd.NotMine();
        }
        long now = System.nanoTime();
        if (reportedAt != 0 && now - reportedAt < REPORT_EVERY.toNanos()) {
            return;
        }
        reportedAt = now;
        boolean goesOn = parts.rebuilds().report(rebuild, findings.report()).orElseThrow(RebuildEnd.NotMine::new);
        if (!goesOn) {
            throw new RebuildEnd.Cancelled();
        }
        if (!parts.issuers().running().contains(wish.partition())) {
            throw new RebuildEnd.NotMine();
        }
    }
}
