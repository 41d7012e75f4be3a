package dev.firstcome.coupon.watching;

import dev.firstcome.contracts.coupon.CouponIssued;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Judges what is strange in one campaign's book, once a round. What is published was read when a round is over, so what is
 * missing below it is missing for good; and all commands before it are known. Not for several threads.
 */
final class CampaignJudge {
    private final CampaignBook book;
    private final CampaignFacts source;
    private final Map<LiveInvariant, List<String>> found = new TreeMap<>();
    private long knownStock;
    private int knownLimit = 1;
    private long missingBefore = SequenceWindow.NONE;
    private long leapBefore = SequenceWindow.NONE;

    CampaignJudge(CampaignBook book, CampaignFacts source) {
        this.book = book;
        this.source = source;
    }

    /** What is broken, with witnesses; empty as a rule. Asks for facts only where something is strange or new. */
    Map<LiveInvariant, List<String>> judge(Round round, long number) {
        found.clear();
        missing(round);
        leaps(round, number);
        List<Suspect> suspects = book.suspectsBefore(number);
        boolean isNew = book.highestSequence() > knownStock || book.highestOrdinal() > knownLimit;
        if (isNew || !suspects.isEmpty()) {
            CampaignFacts.Facts facts = source.of(book.campaignId()).orElse(null);
            if (facts == null) {
                book.keep(suspects);
            } else {
                suspects.forEach(suspect -> judge(suspect, facts));
                bounds(facts);
            }
        }
        book.roundIsOver(round, number);
        return Map.copyOf(found);
    }

    private void judge(Suspect suspect, CampaignFacts.Facts facts) {
        boolean isDrawn = facts.isDrawn() && book.isDrawn(suspect.low());
        boolean isBreach =
                switch (suspect.invariant()) {
                    case C4 -> !isDrawn;
                    case C12 ->
                        !isDrawn
                                && book.seesFrom(suspect.low())
                                && !book.isStockAddedBetween(suspect.low(), suspect.high());
                    case C1, C2, C3, C8 -> true;
                };
        if (isBreach) {
            witness(suspect.invariant(), suspect.witness());
        }
    }

    private void bounds(CampaignFacts.Facts facts) {
        if (book.highestSequence() > facts.stock() && book.highestSequence() > knownStock) {
            witness(
                    LiveInvariant.C1,
                    "sequence %d was issued of a stock of %d".formatted(book.highestSequence(), facts.stock()));
        }
        if (book.highestOrdinal() > facts.perUserLimit() && book.highestOrdinal() > knownLimit) {
            witness(
                    LiveInvariant.C2,
                    "a user got coupon number %d where the limit is %d"
                            .formatted(book.highestOrdinal(), facts.perUserLimit()));
        }
        knownStock = Math.max(facts.stock(), book.highestSequence());
        knownLimit = Math.max(facts.perUserLimit(), book.highestOrdinal());
    }

    /** A sequence is missing if it was so a round ago, and all that may have given it is published. */
    private void missing(Round round) {
        SequenceWindow sequences = book.sequences();
        long missing = sequences.missing();
        boolean isPublished = missing != SequenceWindow.NONE
                && book.lastCommand() <= round.published(book.partition())
                && sequences.offsetOf(sequences.after(missing)) <= round.published(book.partition());
        if (isPublished && missing == missingBefore) {
            long next = sequences.after(missing);
            witness(
                    LiveInvariant.C3,
                    "sequence %d is missing before %d, that of the request at %d-%d"
                            .formatted(missing, next, book.partition(), sequences.offsetOf(next)));
            sequences.goOnAfter(missing);
        }
        missingBefore = sequences.missing();
    }

    private void leaps(Round round, long number) {
        List<CouponIssued> leaps = new ArrayList<>(book.leaps(number));
        Optional<CouponIssued> first = leaps.stream()
                .filter(coupon ->
                        coupon.sequence() == leapBefore && book.lastCommand() <= round.published(book.partition()))
                .findFirst();
        first.ifPresent(coupon -> {
            witness(
                    LiveInvariant.C3,
                    "sequence %d is far above all others, of which the highest is %d"
                            .formatted(coupon.sequence(), book.sequences().highest()));
            book.forgetLeaps();
        });
        leapBefore = leaps.isEmpty() ? SequenceWindow.NONE : leaps.getFirst().sequence();
    }

    private void witness(LiveInvariant invariant, String witness) {
        found.computeIfAbsent(invariant, _ -> new ArrayList<>()).add(witness);
    }

    /** Requests that are published and have no outcome, as far as it is known; null: that is not known now. */
    @Nullable
    Long undecided(Round round) {
        long open = book.undecided() - round.underWay(book.partition());
        if (open <= 0) {
            return 0L;
        }
        return source.of(book.campaignId())
                .map(facts -> Math.max(0, open - facts.held()))
                .orElse(null);
    }
}
