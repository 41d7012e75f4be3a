package dev.firstcome.model.proof;

import dev.firstcome.model.hashing.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Merkle trees over SHA-256 as in RFC 9162. The leaves are already hashes. */
public final class Merkle {
    private static final byte NODE = 1;
    private static final byte EMPTY = 4;

    private Merkle() {}

    /** The index of a leaf in its tree, and the sibling hashes from the leaf to the root. */
    public record Branch(long index, long count, List<byte[]> path) {}

    public static byte[] root(List<byte[]> leaves) {
        if (leaves.isEmpty()) {
            return Sha256.of(new byte[] {EMPTY});
        }
        List<byte[]> level = leaves;
        while (level.size() > 1) {
            level = above(level);
        }
        return level.getFirst();
    }

    /** Returns the next level. A node without a sibling is copied to it. */
    private static List<byte[]> above(List<byte[]> level) {
        List<byte[]> nodes = new ArrayList<>();
        for (int i = 0; i < level.size(); i += 2) {
            nodes.add(i + 1 < level.size() ? node(level.get(i), level.get(i + 1)) : level.get(i));
        }
        return nodes;
    }

    /** Computes the root from a leaf and its path (RFC 9162, 2.1.3.2); empty if the path does not match the index. */
    public static Optional<byte[]> rootOver(byte[] leaf, Branch branch) {
        long at = branch.index();
        long last = branch.count() - 1;
        if (at < 0 || at > last) {
            return Optional.empty();
        }
        byte[] reached = leaf;
        for (byte[] sibling : branch.path()) {
            if (last == 0) {
                return Optional.empty();
            }
            boolean fromTheRight = (at & 1) == 1 || at == last;
            reached = fromTheRight ? node(sibling, reached) : node(reached, sibling);
            while (fromTheRight && (at & 1) == 0 && at != 0) {
                at >>= 1;
                last >>= 1;
            }
            at >>= 1;
            last >>= 1;
        }
        return last == 0 ? Optional.of(reached) : Optional.empty();
    }

    private static byte[] node(byte[] left, byte[] right) {
        byte[] both = new byte[1 + left.length + right.length];
        both[0] = NODE;
        System.arraycopy(left, 0, both, 1, left.length);
        System.arraycopy(right, 0, both, 1 + left.length, right.length);
        return Sha256.of(both);
    }
}
