package dev.firstcome.coupon.monitoring;

import dev.firstcome.contracts.coupon.result.CouponIssued;
import dev.firstcome.coupon.invariants.LiveInvariant;
import dev.firstcome.coupon.invariants.SuspectedBreach;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the suspected breaches of one campaign after each round. All published results and all preceding commands
 * are consumed then, so a missing sequence below the watermark is final. Not thread-safe.
 */
final class InvariantEvaluator {
    private final CampaignInvariantState state;
    private final CampaignFacts factsSource;
    private final Map<LiveInvariant, List<String>> found = new TreeMap<>();
    private long knownStock;
    private int knownLimit = 1;
    private long previousMissing = SequenceWindow.NONE;
    private long previousOutlier = SequenceWindow.NONE;

    InvariantEvaluator(CampaignInvariantState state, CampaignFacts factsSource) {
        this.state = state;
        this.factsSource = factsSource;
    }

    /**
     * Returns the violated invariants with samples. It queries the facts only for suspected breaches and new maxima.
     */
    Map<LiveInvariant, List<String>> evaluate(EvaluationRound round, long number) {
        found.clear();
        checkGaps(round);
        checkOutliers(round, number);
        List<SuspectedBreach> suspects = state.removeSuspectsBefore(number);
        boolean isNew = state.highestSequence() > knownStock || state.highestOrdinal() > knownLimit;
        if (isNew || !suspects.isEmpty()) {
            CampaignFacts.Facts facts = factsSource.of(state.campaignId()).orElse(null);
            if (facts == null) {
                state.restore(suspects);
            } else {
                suspects.forEach(suspect -> evaluate(suspect, facts));
                checkBounds(facts);
            }
        }
        state.finishRound(round, number);
        return Map.copyOf(found);
    }

    private void evaluate(SuspectedBreach suspect, CampaignFacts.Facts facts) {
        boolean isDrawn = facts.isDrawn() && state.isDrawn(suspect.low());
        boolean isBreach =
                switch (suspect.invariant()) {
                    case C4 -> !isDrawn;
                    case C12 ->
                        !isDrawn
                                && state.isCompleteFrom(suspect.low())
                                && !state.isStockAddedBetween(suspect.low(), suspect.high());
                    case C1, C2, C3, C8 -> true;
                };
        if (isBreach) {
            addSample(suspect.invariant(), suspect.sample());
        }
    }

    private void checkBounds(CampaignFacts.Facts facts) {
        if (state.highestSequence() > facts.stock() && state.highestSequence() > knownStock) {
            addSample(
                    LiveInvariant.C1,
                    "sequence %d was issued, but the stock is %d".formatted(state.highestSequence(), facts.stock()));
        }
        if (state.highestOrdinal() > facts.perUserLimit() && state.highestOrdinal() > knownLimit) {
            addSample(
                    LiveInvariant.C2,
                    "a user got coupon number %d, but the limit is %d"
                            .formatted(state.highestOrdinal(), facts.perUserLimit()));
        }
        knownStock = Math.max(facts.stock(), state.highestSequence());
        knownLimit = Math.max(facts.perUserLimit(), state.highestOrdinal());
    }

    /** A gap is reported if it existed a round ago, and if all records that could fill it are published. */
    private void checkGaps(EvaluationRound round) {
        SequenceWindow sequences = state.sequences();
        long missing = sequences.firstMissing();
        boolean isPublished = missing != SequenceWindow.NONE
                && state.lastCommand() <= round.published(state.partition())
                && sequences.offsetOf(sequences.nextPresent(missing)) <= round.published(state.partition());
        if (isPublished && missing == previousMissing) {
            long next = sequences.nextPresent(missing);
            addSample(
                    LiveInvariant.C3,
                    "sequence %d is missing before sequence %d of the request at %d-%d"
                            .formatted(missing, next, state.partition(), sequences.offsetOf(next)));
            sequences.skipGap(missing);
        }
        previousMissing = sequences.firstMissing();
    }

    private void checkOutliers(EvaluationRound round, long number) {
        List<CouponIssued> outliers = new ArrayList<>(state.outliers(number));
        Optional<CouponIssued> first = outliers.stream()
                .filter(coupon -> coupon.sequence() == previousOutlier
                        && state.lastCommand() <= round.published(state.partition()))
                .findFirst();
        first.ifPresent(coupon -> {
            addSample(
                    LiveInvariant.C3,
                    "sequence %d is far above the highest other sequence %d"
                            .formatted(coupon.sequence(), state.sequences().highest()));
            state.clearOutliers();
        });
        previousOutlier =
                outliers.isEmpty() ? SequenceWindow.NONE : outliers.getFirst().sequence();
    }

    private void addSample(LiveInvariant invariant, String sample) {
        found.computeIfAbsent(invariant, _ -> new ArrayList<>()).add(sample);
    }

    /** The number of published requests without an outcome. Null if the facts are unavailable. */
    @Nullable
    Long undecided(EvaluationRound round) {
        long open = state.undecided() - round.inFlight(state.partition());
        if (open <= 0) {
            return 0L;
        }
        return factsSource
                .of(state.campaignId())
                .map(facts -> Math.max(0, open - facts.deferred()))
                .orElse(null);
    }
}
