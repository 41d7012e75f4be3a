package dev.firstcome.coupon.proof;

import dev.firstcome.coupon.hashing.Hashes;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A SHA-256 Merkle tree as in RFC 9162: a node without a sibling moves up one level unchanged. The leaf hashes are
 * concatenated in one array. The computation overwrites the array and allocates no nodes.
 */
public final class MerkleTree {
    public static final int HASH = 32;
    private static final byte NODE = 1;
    private static final byte EMPTY = 4;

    private final MessageDigest digest = Hashes.newDigest();
    private final byte[] level;
    private int size;

    private MerkleTree(byte[] leaves) {
        level = leaves;
        size = leaves.length / HASH;
    }

    /** @param leaves the leaf hashes; overwritten */
    public static byte[] root(byte[] leaves) {
        if (leaves.length == 0) {
            return Hashes.sha256(new byte[] {EMPTY});
        }
        MerkleTree tree = new MerkleTree(leaves);
        while (tree.size > 1) {
            tree.reduceLevel();
        }
        return tree.node(0);
    }

    /**
     * The siblings on the path from a leaf to the root, from the bottom up.
     *
     * @param leaves the leaf hashes; overwritten
     */
    public static List<byte[]> path(byte[] leaves, int index) {
        MerkleTree tree = new MerkleTree(leaves);
        List<byte[]> path = new ArrayList<>();
        for (int at = index; tree.size > 1; at /= 2) {
            int sibling = at ^ 1;
            if (sibling < tree.size) {
                path.add(tree.node(sibling));
            }
            tree.reduceLevel();
        }
        return path;
    }

    /** The root over a leaf and its path (RFC 9162, 2.1.3.2). Empty if the path does not fit a tree of this size. */
    public static Optional<byte[]> rootOver(byte[] leaf, int index, int count, List<byte[]> path) {
        int at = index;
        int last = count - 1;
        byte[] hash = leaf;
        for (byte[] sibling : path) {
            if (at > last || last == 0) {
                return Optional.empty();
            }
            boolean fromTheRight = (at & 1) == 1 || at == last;
            hash = fromTheRight ? parent(sibling, hash) : parent(hash, sibling);
            while (fromTheRight && (at & 1) == 0 && at != 0) {
                at >>= 1;
                last >>= 1;
            }
            at >>= 1;
            last >>= 1;
        }
        return last == 0 && at == 0 ? Optional.of(hash) : Optional.empty();
    }

    private static byte[] parent(byte[] left, byte[] right) {
        MessageDigest both = Hashes.newDigest();
        both.update(NODE);
        both.update(left);
        return both.digest(right);
    }

    private byte[] node(int index) {
        return Arrays.copyOfRange(level, index * HASH, (index + 1) * HASH);
    }

    /** Replaces the level by its parents in place. A parent is written where its children were already read. */
    private void reduceLevel() {
        int pairs = size / 2;
        try {
            for (int pair = 0; pair < pairs; pair++) {
                digest.update(NODE);
                digest.update(level, 2 * pair * HASH, 2 * HASH);
                digest.digest(level, pair * HASH, HASH);
            }
        } catch (DigestException impossible) {
            throw new IllegalStateException("the buffer of two hashes cannot hold one hash", impossible);
        }
        if (size % 2 == 1) {
            System.arraycopy(level, (size - 1) * HASH, level, pairs * HASH, HASH);
        }
        size = pairs + size % 2;
    }
}
