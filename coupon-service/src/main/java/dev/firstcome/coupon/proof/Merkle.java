package dev.firstcome.coupon.proof;

import dev.firstcome.coupon.fold.Hashes;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Merkle trees of SHA-256 as RFC 9162 has them: a node without a neighbour goes up as it is. The leaves are hashes, one
 * behind the other in one array, which is worked on and so used up: a block's tree costs no objects.
 */
final class Merkle {
    static final int HASH = 32;
    private static final byte NODE = 1;
    private static final byte EMPTY = 4;

    private final MessageDigest digest = Hashes.newDigest();
    private final byte[] level;
    private int size;

    private Merkle(byte[] leaves) {
        level = leaves;
        size = leaves.length / HASH;
    }

    /** @param leaves is overwritten */
    static byte[] root(byte[] leaves) {
        if (leaves.length == 0) {
            return Hashes.sha256(new byte[] {EMPTY});
        }
        Merkle tree = new Merkle(leaves);
        while (tree.size > 1) {
            tree.climb();
        }
        return tree.node(0);
    }

    /**
     * What stands beside the way from a leaf to the root, from below.
     *
     * @param leaves is overwritten
     */
    static List<byte[]> path(byte[] leaves, int index) {
        Merkle tree = new Merkle(leaves);
        List<byte[]> path = new ArrayList<>();
        for (int at = index; tree.size > 1; at /= 2) {
            int beside = at ^ 1;
            if (beside < tree.size) {
                path.add(tree.node(beside));
            }
            tree.climb();
        }
        return path;
    }

    /** The root that a leaf's path leads to (RFC 9162, 2.1.3.2); empty if it is no path in a tree of this size. */
    static Optional<byte[]> rootOver(byte[] leaf, int index, int count, List<byte[]> path) {
        int at = index;
        int last = count - 1;
        byte[] reached = leaf;
        for (byte[] beside : path) {
            if (at > last || last == 0) {
                return Optional.empty();
            }
            boolean fromTheRight = (at & 1) == 1 || at == last;
            reached = fromTheRight ? above(beside, reached) : above(reached, beside);
            while (fromTheRight && (at & 1) == 0 && at != 0) {
                at >>= 1;
                last >>= 1;
            }
            at >>= 1;
            last >>= 1;
        }
        return last == 0 && at == 0 ? Optional.of(reached) : Optional.empty();
    }

    private static byte[] above(byte[] left, byte[] right) {
        MessageDigest both = Hashes.newDigest();
        both.update(NODE);
        both.update(left);
        return both.digest(right);
    }

    private byte[] node(int index) {
        return Arrays.copyOfRange(level, index * HASH, (index + 1) * HASH);
    }

    /** A node is written where what is below it has been read already. */
    private void climb() {
        int pairs = size / 2;
        try {
            for (int pair = 0; pair < pairs; pair++) {
                digest.update(NODE);
                digest.update(level, 2 * pair * HASH, 2 * HASH);
                digest.digest(level, pair * HASH, HASH);
            }
        } catch (DigestException impossible) {
            throw new IllegalStateException("there is room for a hash where two were", impossible);
        }
        if (size % 2 == 1) {
            System.arraycopy(level, (size - 1) * HASH, level, pairs * HASH, HASH);
        }
        size = pairs + size % 2;
    }
}
