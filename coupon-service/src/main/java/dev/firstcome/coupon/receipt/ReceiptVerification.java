package dev.firstcome.coupon.receipt;

import dev.firstcome.contracts.coupon.ProofBlock;
import dev.firstcome.coupon.proof.ProofLeaf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Result of the verification of a receipt. */
public sealed interface ReceiptVerification {
    /** The text is not a receipt. */
    record Unreadable() implements ReceiptVerification {}

    /** The format is valid, but the signature is not. */
    record Forged() implements ReceiptVerification {}

    /** The receipt is genuine. The block of its position is not signed yet. */
    record NotSignedYet(Receipt receipt) implements ReceiptVerification {}

    /** The receipt is genuine. Its records or outcomes were deleted or purged. */
    record NoLongerKept(Receipt receipt) implements ReceiptVerification {}

    /**
     * The receipt is genuine, and its request is in a signed block.
     *
     * @param deferred the decision of a later record on a deferred request, once that record's block is signed; else
     *     null
     */
    record Proved(
            Receipt receipt,
            InclusionProof request,
            @Nullable DeferredProof deferred) implements ReceiptVerification {}

    /** A leaf and its Merkle path to the root of a signed block. */
    record InclusionProof(ProofBlock block, ProofLeaf leaf, int index, List<byte[]> path) {}

    /** A decision, its Merkle path to the root of its record's decisions, and the inclusion proof of that record. */
    record DeferredProof(ProofLeaf.DeferredDecision decided, int index, List<byte[]> path, InclusionProof by) {}
}
