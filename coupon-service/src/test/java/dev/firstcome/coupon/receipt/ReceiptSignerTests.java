package dev.firstcome.coupon.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.coupon.TestProofKeys;
import dev.firstcome.coupon.proof.ProofKeys;
import dev.firstcome.coupon.proof.ProofProperties;
import dev.firstcome.model.proof.ProofMismatchException;
import dev.firstcome.model.proof.PublicKeys;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The service and the offline verifier accept receipts of this service and reject all others. */
public class ReceiptSignerTests {
    private final TestProofKeys pair = new TestProofKeys();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ReceiptSigner receipts = new ReceiptSigner(new ProofKeys(properties(pair)), properties(pair), meters);

    public static ProofProperties properties(TestProofKeys keys) {
        return new ProofProperties(
                keys.privateKey(),
                keys.publicKeys(),
                Duration.ofMillis(8),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5));
    }

    @AfterEach
    void close() {
        receipts.destroy();
    }

    private static Receipt receipt(long offset) {
        return new Receipt(
                7,
                offset,
                new UUID(offset, 1),
                new UUID(offset, 2),
                Instant.ofEpochMilli(1_000 + offset),
                "a-topic-id",
                "AAECAwQFBgcICQoLDA0ODw");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 30, 300})
    void eachReceiptOfABatchVerifiesOnItsOwn(int count) throws Exception {
        List<String> texts = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> signed = IntStream.range(0, count)
                    .mapToObj(
                            i -> threads.submit(() -> receipts.sign(receipt(i)).orElseThrow()))
                    .toList();
            for (Future<String> one : signed) {
                texts.add(one.get());
            }
        }

        PublicKeys keys = PublicKeys.of(TestProofKeys.ID, pair.publicKey());
        for (int i = 0; i < count; i++) {
            assertThat(receipts.verify(texts.get(i))).contains(receipt(i));
            var offline = dev.firstcome.model.proof.Receipt.verified(texts.get(i), keys);
            assertThat(offline.offset()).isEqualTo(i);
            assertThat(offline.partition()).isEqualTo(7);
            assertThat(offline.campaignId()).isEqualTo(receipt(i).campaignId());
            assertThat(offline.userId()).isEqualTo(receipt(i).userId());
            assertThat(offline.topicId()).isEqualTo("a-topic-id");
            assertThat(offline.salt()).isEqualTo(receipt(i).salt());
            assertThat(offline.takenAt()).isEqualTo(receipt(i).takenAt());
        }
        if (count > 30) {
            assertThat(meters.summary("firstcome.coupon.receipts.together").max())
                    .as("largest batch")
                    .isGreaterThan(1);
        }
    }

    @Test
    void changedOrTruncatedReceiptsAreRejected() {
        String genuine = receipts.sign(receipt(5)).orElseThrow();
        PublicKeys keys = PublicKeys.of(TestProofKeys.ID, pair.publicKey());
        List<String> forged = new ArrayList<>();
        for (int at = 0; at < genuine.length(); at += 3) {
            char other = genuine.charAt(at) == 'x' ? 'y' : 'x';
            forged.add(genuine.substring(0, at) + other + genuine.substring(at + 1));
            forged.add(genuine.substring(0, at));
        }

        for (String text : forged) {
            assertThat(receipts.verify(text)).as(text).isEmpty();
            assertThatThrownBy(() -> dev.firstcome.model.proof.Receipt.verified(text, keys))
                    .as(text)
                    .isInstanceOf(ProofMismatchException.class);
        }
    }

    @Test
    void aReceiptStaysValidAfterAKeyRotation() {
        String old = receipts.sign(receipt(5)).orElseThrow();
        TestProofKeys next = new TestProofKeys("next-key");
        next.addTo(pair);
        pair.addTo(next);
        ReceiptSigner rotated = new ReceiptSigner(new ProofKeys(properties(next)), properties(next), meters);

        String fresh = rotated.sign(receipt(6)).orElseThrow();

        assertThat(rotated.verify(old)).contains(receipt(5));
        assertThat(receipts.verify(fresh))
                .as("verified by a process that still signs with the old key")
                .contains(receipt(6));
        rotated.destroy();
    }

    @Test
    void aReceiptOfAnotherKeyIsRejected() {
        TestProofKeys other = new TestProofKeys();
        ReceiptSigner otherSigner = new ReceiptSigner(new ProofKeys(properties(other)), properties(other), meters);
        String text = otherSigner.sign(receipt(5)).orElseThrow();
        otherSigner.destroy();

        assertThat(receipts.isWellFormed(text)).isTrue();
        assertThat(receipts.verify(text)).isEmpty();
        assertThat(receipts.isWellFormed("fcr1.AA.AA")).isFalse();
        assertThat(receipts.isWellFormed("")).isFalse();
    }
}
