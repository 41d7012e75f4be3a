package dev.firstcome.coupon.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.coupon.hashing.Hashes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The service and the offline verifier compute equal trees, and a path is valid only for its own leaf and root. */
class MerkleTreeTests {
    private static final int SIZE_MAX = 70;

    private static byte[] leaf(int number) {
        return Hashes.sha256(new byte[] {(byte) number});
    }

    private static byte[] leaves(int count) {
        byte[] leaves = new byte[count * MerkleTree.HASH];
        for (int i = 0; i < count; i++) {
            System.arraycopy(leaf(i), 0, leaves, i * MerkleTree.HASH, MerkleTree.HASH);
        }
        return leaves;
    }

    @Test
    void rootsEqualTheVerifier() {
        List<byte[]> verifierLeaves = new ArrayList<>();
        for (int count = 0; count <= SIZE_MAX; count++) {
            assertThat(MerkleTree.root(leaves(count)))
                    .as("%d leaves", count)
                    .isEqualTo(dev.firstcome.model.proof.Merkle.root(verifierLeaves));
            verifierLeaves.add(leaf(count));
        }
    }

    @Test
    void everyPathVerifiesAgainstTheRoot() {
        for (int count = 1; count <= SIZE_MAX; count++) {
            byte[] root = MerkleTree.root(leaves(count));
            for (int index = 0; index < count; index++) {
                List<byte[]> path = MerkleTree.path(leaves(count), index);
                assertThat(MerkleTree.rootOver(leaf(index), index, count, path))
                        .as("%d of %d", index, count)
                        .hasValueSatisfying(computed -> assertThat(computed).isEqualTo(root));
                var branch = new dev.firstcome.model.proof.Merkle.Branch(index, count, path);
                assertThat(dev.firstcome.model.proof.Merkle.rootOver(leaf(index), branch))
                        .hasValueSatisfying(computed -> assertThat(computed).isEqualTo(root));
            }
        }
    }

    @Test
    void aPathRejectsAnotherLeafOrIndex() {
        int count = 13;
        byte[] root = MerkleTree.root(leaves(count));
        for (int index = 0; index < count; index++) {
            List<byte[]> path = MerkleTree.path(leaves(count), index);
            for (int other = 0; other < count + 3; other++) {
                if (other != index) {
                    assertThat(MerkleTree.rootOver(leaf(index), other, count, path)
                                    .filter(found -> same(found, root)))
                            .isEmpty();
                    assertThat(MerkleTree.rootOver(leaf(other), index, count, path)
                                    .filter(found -> same(found, root)))
                            .isEmpty();
                }
            }
        }
    }

    private static boolean same(byte[] one, byte[] other) {
        return Arrays.equals(one, other);
    }
}
