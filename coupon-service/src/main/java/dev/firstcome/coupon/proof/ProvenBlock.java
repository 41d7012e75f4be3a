package dev.firstcome.coupon.proof;

import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The leaves of a block, in the order of their offsets.
 *
 * @param forgotten campaigns that the state does not have, so that what it says of their records here may be less than it was
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
