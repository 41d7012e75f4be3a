package dev.firstcome.coupon.proof;

import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The leaves of a block, in the order of their offsets.
 *
 * @param forgotten campaigns of which the state cannot say any more what their commands in this block decided late
 */
record ProvenBlock(List<ProofLeaf> leaves, Set<UUID> forgotten) {
    byte[] root() {
        return Merkle.root(hashes());
    }

    List<byte[]> path(int index) {
        return Merkle.path(hashes(), index);
    }

    /** The index of the record at this offset, or -1. */
    int indexOf(long offset) {
        for (int i = 0; i < leaves.size(); i++) {
            if (leaves.get(i).offset() == offset) {
                return i;
            }
        }
        return -1;
    }

    private byte[] hashes() {
        byte[] hashes = new byte[leaves.size() * Merkle.HASH];
        for (int i = 0; i < leaves.size(); i++) {
            System.arraycopy(leaves.get(i).hash(), 0, hashes, i * Merkle.HASH, Merkle.HASH);
        }
        return hashes;
    }
}
