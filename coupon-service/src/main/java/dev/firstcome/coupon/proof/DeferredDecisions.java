package dev.firstcome.coupon.proof;

import dev.firstcome.coupon.draw.DeferredRequests;
import dev.firstcome.coupon.draw.DrawnRequests;
import dev.firstcome.coupon.partitionstate.DeferredRequest;
import dev.firstcome.coupon.partitionstate.Outcome;
import dev.firstcome.coupon.partitionstate.PartitionStateUnavailableException;
import dev.firstcome.coupon.partitionstate.RecordedOutcomes;
import dev.firstcome.coupon.partitionstate.RequiredPosition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Reads the decisions of one record on deferred requests from the state, in decision order. */
public final class DeferredDecisions {
    private static final int REQUESTS_PER_CALL = 5_000;

    private final RequiredPosition required;
    private final RecordedOutcomes outcomes;
    private final Map<Long, RecordedOutcomes.Block> blocks = new HashMap<>();

    DeferredDecisions(RequiredPosition required, RecordedOutcomes outcomes) {
        this.required = required;
        this.outcomes = outcomes;
    }

    /**
     * The concatenated hashes of the decisions.
     *
     * @param wanted the requested decision, at {@code index}; null if it is not among them
     */
    public record Hashes(byte[] all, int index, ProofLeaf.@Nullable DeferredDecision wanted) {
        public ProofLeaf.Decisions tree() {
            return new ProofLeaf.Decisions(MerkleTree.root(all.clone()), all.length / MerkleTree.HASH);
        }

        public List<byte[]> path() {
            return MerkleTree.path(all.clone(), index);
        }
    }

    /**
     * @param drawn whether the order is that of the draw, not of the arrival
     * @param wantedOffset the offset of the requested decision; negative: none
     */
    public Hashes of(UUID campaignId, RecordedOutcomes.FanOut found, boolean drawn, long wantedOffset) {
        byte[] all = new byte[Math.toIntExact(found.count() * MerkleTree.HASH)];
        DeferredRequests requests = requests(campaignId, found, drawn);
        int index = -1;
        ProofLeaf.DeferredDecision wanted = null;
        int next = 0;
        for (long first = 1; first <= found.count(); first += REQUESTS_PER_CALL) {
            long last = Math.min(found.count(), first + REQUESTS_PER_CALL - 1);
            for (DeferredRequest request : requests.between(first, last)) {
                ProofLeaf.DeferredDecision decided = decided(campaignId, request);
                System.arraycopy(decided.hash(), 0, all, next * MerkleTree.HASH, MerkleTree.HASH);
                if (request.offset() == wantedOffset) {
                    index = next;
                    wanted = decided;
                }
                next++;
            }
        }
        return new Hashes(all, index, wanted);
    }

    private ProofLeaf.DeferredDecision decided(UUID campaignId, DeferredRequest request) {
        long offset = request.offset();
        Outcome outcome = blocks.computeIfAbsent(
                        offset / RecordedOutcomes.BLOCK, block -> outcomes.block(required, block))
                .at(offset);
        if (outcome.fanOut() == 0) {
            throw new PartitionStateUnavailableException(
                    "the state has no decision for the deferred request at offset %d".formatted(offset));
        }
        return new ProofLeaf.DeferredDecision(offset, campaignId, outcome.code().ordinal(), outcome.number());
    }

    private DeferredRequests requests(UUID campaignId, RecordedOutcomes.FanOut found, boolean drawn) {
        DeferredRequests arrived = (first, last) ->
                outcomes.deferred(required, campaignId, found.first() + first - 1, found.first() + last - 1);
        String seed = found.seed();
        if (!drawn || seed == null) {
            return arrived;
        }
        Iterable<DeferredRequest> tickets =
                () -> LongStream.iterate(1, first -> first <= found.count(), first -> first + REQUESTS_PER_CALL)
                        .boxed()
                        .flatMap(first ->
                                arrived.between(first, Math.min(found.count(), first + REQUESTS_PER_CALL - 1)).stream())
                        .iterator();
        return new DrawnRequests(seed, campaignId, Math.toIntExact(found.count()), tickets);
    }
}
