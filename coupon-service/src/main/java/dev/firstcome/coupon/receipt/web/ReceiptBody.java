package dev.firstcome.coupon.receipt.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.firstcome.contracts.coupon.ProofBlock;
import dev.firstcome.coupon.partitionstate.Outcome;
import dev.firstcome.coupon.proof.ProofLeaf;
import dev.firstcome.coupon.receipt.Receipt;
import dev.firstcome.coupon.receipt.ReceiptVerification;
import dev.firstcome.platform.problems.ProblemException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The verification of a receipt, with the data to verify it independently. Unknown values are omitted.
 *
 * @param state {@code FORGED}, {@code NOT_SIGNED_YET}, {@code NO_LONGER_KEPT} or {@code PROVED}
 *
 * @param outcome the proved outcome of the request; {@code DEFERRED} if the request is undecided, or if the deciding
 *     record is not in a signed block yet
 *
 * @param proof the inclusion proof of the request's record
 *
 * @param decision deferred requests only: the proof of the decision
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ReceiptBody(
        boolean genuine,
        String state,
        @Nullable UUID campaignId,
        @Nullable Integer partition,
        @Nullable Long offset,
        @Nullable Instant takenAt,
        Outcome.@Nullable Code outcome,
        @Nullable Long sequence,
        @Nullable InclusionProofBody proof,
        @Nullable DecisionBody decision) {

    /** The fields of a leaf and its Merkle path to the signed root. Hashes are SHA-256 in lower-case hex. */
    record InclusionProofBody(ProofBlock block, LeafBody leaf, int index, List<String> path) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LeafBody(
            ProofLeaf.Kind kind,
            long offset,
            UUID campaignId,
            String user,
            String content,
            int code,
            long number,
            @Nullable String decisions,
            @Nullable Long decided) {}

    /** The fields of the decision and its Merkle path to {@code decisions} in the leaf of the deciding record. */
    record DecisionBody(int code, long number, int index, List<String> path, InclusionProofBody by) {}

    static ReceiptBody of(ReceiptVerification verification) {
        return switch (verification) {
            case ReceiptVerification.Unreadable() -> throw ProblemException.invalid("receipt", "the text of a receipt");
            case ReceiptVerification.Forged() ->
                new ReceiptBody(false, "FORGED", null, null, null, null, null, null, null, null);
            case ReceiptVerification.NotSignedYet(var receipt) -> unproved(receipt, "NOT_SIGNED_YET");
            case ReceiptVerification.NoLongerKept(var receipt) -> unproved(receipt, "NO_LONGER_KEPT");
            case ReceiptVerification.Proved(var receipt, var request, var deferred) ->
                proved(receipt, request, deferred);
        };
    }

    private static ReceiptBody unproved(Receipt receipt, String state) {
        return new ReceiptBody(
                true,
                state,
                receipt.campaignId(),
                receipt.partition(),
                receipt.offset(),
                receipt.takenAt(),
                null,
                null,
                null,
                null);
    }

    private static ReceiptBody proved(
            Receipt receipt,
            ReceiptVerification.InclusionProof request,
            ReceiptVerification.@Nullable DeferredProof deferred) {
        int code = deferred == null ? request.leaf().code() : deferred.decided().code();
        long number =
                deferred == null ? request.leaf().number() : deferred.decided().number();
        Outcome.Code outcome = Outcome.Code.values()[code];
        return new ReceiptBody(
                true,
                "PROVED",
                receipt.campaignId(),
                receipt.partition(),
                receipt.offset(),
                receipt.takenAt(),
                outcome,
                outcome == Outcome.Code.ISSUED || outcome == Outcome.Code.REPEATED ? number : null,
                inclusionProof(request),
                deferred == null ? null : decision(deferred));
    }

    private static DecisionBody decision(ReceiptVerification.DeferredProof deferred) {
        return new DecisionBody(
                deferred.decided().code(),
                deferred.decided().number(),
                deferred.index(),
                hex(deferred.path()),
                inclusionProof(deferred.by()));
    }

    private static InclusionProofBody inclusionProof(ReceiptVerification.InclusionProof proof) {
        ProofLeaf leaf = proof.leaf();
        ProofLeaf.Decisions decisions = leaf.decisions();
        return new InclusionProofBody(
                proof.block(),
                new LeafBody(
                        leaf.kind(),
                        leaf.offset(),
                        leaf.campaignId(),
                        HexFormat.of().formatHex(leaf.user()),
                        HexFormat.of().formatHex(leaf.content()),
                        leaf.code(),
                        leaf.number(),
                        decisions == null ? null : HexFormat.of().formatHex(decisions.root()),
                        decisions == null ? null : decisions.count()),
                proof.index(),
                hex(proof.path()));
    }

    private static List<String> hex(List<byte[]> hashes) {
        return hashes.stream().map(HexFormat.of()::formatHex).toList();
    }
}
