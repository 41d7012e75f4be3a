package dev.firstcome.coupon.proof;

import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The leaves of a block in offset order.
 *
 * @param purged campaigns that were purged from the state. Their leaves may differ from those of the signed block
 */
public record ProvenBlock(List<ProofLeaf> leaves, Set<UUID> purged) {
    public byte[] root() {
        return MerkleTree.root(hashes());
    }

    public List<byte[]> path(int index) {
        return MerkleTree.path(hashes(), index);
    }

    /** The index of the record at this offset, or -1. */
    public int indexOf(long offset) {
        for (int i = 0; i < leaves.size(); i++) {
            if (leaves.get(i).offset() == offset) {
                return i;
            }
        }
        return -1;
    }

    private byte[] hashes() {
        byte[] hashes = new byte[leaves.size() * MerkleTree.HASH];
        for (int i = 0; i < leaves.size(); i++) {
            System.arraycopy(leaves.get(i).hash(), 0, hashes, i * MerkleTree.HASH, MerkleTree.HASH);
        }
        return hashes;
    }
}
