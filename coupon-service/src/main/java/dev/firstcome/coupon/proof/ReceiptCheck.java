package dev.firstcome.coupon.proof;

import dev.firstcome.contracts.coupon.ProofBlock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is found of a receipt. */
public sealed interface ReceiptCheck {
    /** It is no receipt at all. */
    record Unreadable() implements ReceiptCheck {}

    /** It has the form of one, and the shop has not signed it. */
    record Forged() implements ReceiptCheck {}

    /** It is the shop's, and the block of its place is not signed yet. */
    record NotSignedYet(Receipt receipt) implements ReceiptCheck {}

    /** It is the shop's, and of a time whose records are no longer kept. */
    record NoLongerKept(Receipt receipt) implements ReceiptCheck {}

    /**
     * It is the shop's, and stands in a signed block.
     *
     * @param late what a later record made of it, once that one's block is signed, too; null: nothing
     */
    record Proved(Receipt receipt, InBlock own, @Nullable Late late) implements ReceiptCheck {}

    /** A leaf and its way to the root of a signed block. */
    record InBlock(ProofBlock block, ProofLeaf leaf, int index, List<byte[]> path) {}

    /** A decision, its way to the root of all that its record decided, and that record in its own block. */
    record Late(ProofLeaf.Decided decided, int index, List<byte[]> path, InBlock by) {}
}
