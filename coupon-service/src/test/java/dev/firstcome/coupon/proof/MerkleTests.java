package dev.firstcome.coupon.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.coupon.fold.Hashes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The service's tree is the verifier's, and every path leads to its root and to no other. */
class MerkleTests {
    private static final int SIZE_MAX = 70;

    private static byte[] leaf(int number) {
        return Hashes.sha256(new byte[] {(byte) number});
    }

    private static byte[] leaves(int count) {
        byte[] leaves = new byte[count * Merkle.HASH];
        for (int i = 0; i < count; i++) {
            System.arraycopy(leaf(i), 0, leaves, i * Merkle.HASH, Merkle.HASH);
        }
        return leaves;
    }

    @Test
    void rootsAreTheVerifiers() {
        List<byte[]> theirs = new ArrayList<>();
        for (int count = 0; count <= SIZE_MAX; count++) {
            assertThat(Merkle.root(leaves(count)))
                    .as("%d leaves", count)
                    .isEqualTo(dev.firstcome.model.proof.Merkle.root(theirs));
            theirs.add(leaf(count));
        }
    }

    @Test
    void everyPathLeadsToTheRoot() {
        for (int count = 1; count <= SIZE_MAX; count++) {
            byte[] root = Merkle.root(leaves(count));
            for (int index = 0; index < count; index++) {
                List<byte[]> path = Merkle.path(leaves(count), index);
                assertThat(Merkle.rootOver(leaf(index), index, count, path))
                        .as("%d of %d", index, count)
                        .hasValueSatisfying(reached -> assertThat(reached).isEqualTo(root));
                var branch = new dev.firstcome.model.proof.Merkle.Branch(index, count, path);
                assertThat(dev.firstcome.model.proof.Merkle.rootOver(leaf(index), branch))
                        .hasValueSatisfying(reached -> assertThat(reached).isEqualTo(root));
            }
        }
    }

    @Test
    void anotherLeafOrPlaceDoesNotLeadThere() {
        int count = 13;
        byte[] root = Merkle.root(leaves(count));
        for (int index = 0; index < count; index++) {
            List<byte[]> path = Merkle.path(leaves(count), index);
            for (int other = 0; other < count + 3; other++) {
                if (other != index) {
                    assertThat(Merkle.rootOver(leaf(index), other, count, path).filter(found -> same(found, root)))
                            .isEmpty();
                    assertThat(Merkle.rootOver(leaf(other), index, count, path).filter(found -> same(found, root)))
                            .isEmpty();
                }
            }
        }
    }

    private static boolean same(byte[] one, byte[] other) {
        return Arrays.equals(one, other);
    }
}
