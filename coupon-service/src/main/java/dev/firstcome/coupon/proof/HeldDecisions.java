package dev.firstcome.coupon.proof;

import dev.firstcome.coupon.fold.FoldMoment;
import dev.firstcome.coupon.fold.FoldUnavailable;
import dev.firstcome.coupon.fold.HeldRequest;
import dev.firstcome.coupon.fold.Outcome;
import dev.firstcome.coupon.fold.RecordedOutcomes;
import dev.firstcome.coupon.issuing.DrawnLine;
import dev.firstcome.coupon.issuing.HeldLine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** What one record made of held requests, read back from the state, in the order in which it decided them. */
final class HeldDecisions {
    private static final int AT_ONCE = 5_000;

    private final FoldMoment moment;
    private final RecordedOutcomes outcomes;
    private final Map<Long, RecordedOutcomes.Block> blocks = new HashMap<>();

    HeldDecisions(FoldMoment moment, RecordedOutcomes outcomes) {
        this.moment = moment;
        this.outcomes = outcomes;
    }

    /**
     * The decisions' hashes, one behind the other.
     *
     * @param wanted the one that was looked for, at its index; null: it is not among them
     */
    record Hashes(byte[] all, int index, ProofLeaf.@Nullable Decided wanted) {
        ProofLeaf.Decisions tree() {
            return new ProofLeaf.Decisions(Merkle.root(all.clone()), all.length / Merkle.HASH);
        }

        List<byte[]> path() {
            return Merkle.path(all.clone(), index);
        }
    }

    /**
     * @param drawn whether they are in the order of the draw, and not of their arrival
     * @param wantedOffset of the request that is looked for; a negative number: none
     */
    Hashes of(UUID campaignId, RecordedOutcomes.FanOut found, boolean drawn, long wantedOffset) {
        byte[] all = new byte[Math.toIntExact(found.count() * Merkle.HASH)];
        HeldLine line = line(campaignId, found, drawn);
        int index = -1;
        ProofLeaf.Decided wanted = null;
        int next = 0;
        for (long first = 1; first <= found.count(); first += AT_ONCE) {
            for (HeldRequest request : line.between(first, Math.min(found.count(), first + AT_ONCE - 1))) {
                ProofLeaf.Decided decided = decided(campaignId, request);
                System.arraycopy(decided.hash(), 0, all, next * Merkle.HASH, Merkle.HASH);
                if (request.offset() == wantedOffset) {
                    index = next;
                    wanted = decided;
                }
                next++;
            }
        }
        return new Hashes(all, index, wanted);
    }

    private ProofLeaf.Decided decided(UUID campaignId, HeldRequest request) {
        long offset = request.offset();
        Outcome outcome = blocks.computeIfAbsent(
                        offset / RecordedOutcomes.BLOCK, block -> outcomes.block(moment, block))
                .at(offset);
        if (outcome.fanOut() == 0) {
            throw new FoldUnavailable("the state does not say what became of the request at %d".formatted(offset));
        }
        return new ProofLeaf.Decided(offset, campaignId, outcome.code().ordinal(), outcome.number());
    }

    private HeldLine line(UUID campaignId, RecordedOutcomes.FanOut found, boolean drawn) {
        HeldLine arrived =
                (first, last) -> outcomes.held(moment, campaignId, found.first() + first - 1, found.first() + last - 1);
        String seed = found.seed();
        if (!drawn || seed == null) {
            return arrived;
        }
        Iterable<HeldRequest> tickets =
                () -> LongStream.iterate(1, first -> first <= found.count(), first -> first + AT_ONCE)
                        .boxed()
                        .flatMap(first -> arrived.between(first, Math.min(found.count(), first + AT_ONCE - 1)).stream())
                        .iterator();
        return new DrawnLine(seed, campaignId, Math.toIntExact(found.count()), tickets);
    }
}
