package dev.firstcome.coupon.proof.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.firstcome.contracts.coupon.ProofBlock;
import dev.firstcome.coupon.fold.Outcome;
import dev.firstcome.coupon.proof.ProofLeaf;
import dev.firstcome.coupon.proof.Receipt;
import dev.firstcome.coupon.proof.ReceiptCheck;
import dev.firstcome.platform.problems.ProblemException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of a receipt, and the way to check it by oneself. What is not known yet is missing.
 *
 * @param state {@code FORGED}, {@code NOT_SIGNED_YET}, {@code NO_LONGER_KEPT} or {@code PROVED}
 *
 * @param outcome what became of the request, as far as it is proved; {@code HELD}: it waits, or the record that decided
 * it is not in a signed block yet
 *
 * @param proof the request's own record in its block
 *
 * @param decision of a request that was held: by what it was decided
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
        @Nullable PlaceBody proof,
        @Nullable DecisionBody decision) {

    /** A leaf's parts and its way to the signed root; hashes are SHA-256 in lower-case hex. */
    record PlaceBody(ProofBlock block, LeafBody leaf, int index, List<String> path) {}

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

    /** The decision's parts and its way to {@code decisions} in the leaf of the record that decided. */
    record DecisionBody(int code, long number, int index, List<String> path, PlaceBody by) {}

    static ReceiptBody of(ReceiptCheck check) {
        return switch (check) {
            case ReceiptCheck.Unreadable() -> throw ProblemException.invalid("receipt", "the text of a receipt");
            case ReceiptCheck.Forged() ->
                new ReceiptBody(false, "FORGED", null, null, null, null, null, null, null, null);
            case ReceiptCheck.NotSignedYet(var receipt) -> open(receipt, "NOT_SIGNED_YET");
            case ReceiptCheck.NoLongerKept(var receipt) -> open(receipt, "NO_LONGER_KEPT");
            case ReceiptCheck.Proved(var receipt, var own, var late) -> proved(receipt, own, late);
        };
    }

    private static ReceiptBody open(Receipt receipt, String state) {
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

    private static ReceiptBody proved(Receipt receipt, ReceiptCheck.InBlock own, ReceiptCheck.@Nullable Late late) {
        int code = late == null ? own.leaf().code() : late.decided().code();
        long number = late == null ? own.leaf().number() : late.decided().number();
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
                place(own),
                late == null ? null : decision(late));
    }

    private static DecisionBody decision(ReceiptCheck.Late late) {
        return new DecisionBody(
                late.decided().code(), late.decided().number(), late.index(), hex(late.path()), place(late.by()));
    }

    private static PlaceBody place(ReceiptCheck.InBlock in) {
        ProofLeaf leaf = in.leaf();
        ProofLeaf.Decisions decisions = leaf.decisions();
        return new PlaceBody(
                in.block(),
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
                in.index(),
                hex(in.path()));
    }

    private static List<String> hex(List<byte[]> hashes) {
        return hashes.stream().map(HexFormat.of()::formatHex).toList();
    }
}
