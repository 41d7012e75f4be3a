package dev.firstcome.coupon.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.coupon.TestProofKeys;
import dev.firstcome.model.proof.Contradiction;
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

/** Receipts: the shop knows its own, the verifier knows them too, and neither believes any other. */
class ReceiptsTests {
    private final TestProofKeys pair = new TestProofKeys();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Receipts receipts = new Receipts(new ProofKeys(properties(pair)), properties(pair), meters);

    static ProofProperties properties(TestProofKeys keys) {
        return new ProofProperties(
                keys.privateKey(),
                keys.publicKeys(),
                Duration.ofMillis(8),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5));
    }

    @AfterEach
    void end() {
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
    void eachOfManyThatComeAtOnceIsGoodByItself(int many) throws Exception {
        List<String> texts = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> signed = IntStream.range(0, many)
                    .mapToObj(
                            i -> threads.submit(() -> receipts.sign(receipt(i)).orElseThrow()))
                    .toList();
            for (Future<String> one : signed) {
                texts.add(one.get());
            }
        }

        PublicKeys keys = PublicKeys.of(TestProofKeys.ID, pair.publicKey());
        for (int i = 0; i < many; i++) {
            assertThat(receipts.genuine(texts.get(i))).contains(receipt(i));
            var offline = dev.firstcome.model.proof.Receipt.verified(texts.get(i), keys);
            assertThat(offline.offset()).isEqualTo(i);
            assertThat(offline.partition()).isEqualTo(7);
            assertThat(offline.campaignId()).isEqualTo(receipt(i).campaignId());
            assertThat(offline.userId()).isEqualTo(receipt(i).userId());
            assertThat(offline.topicId()).isEqualTo("a-topic-id");
            assertThat(offline.salt()).isEqualTo(receipt(i).salt());
            assertThat(offline.takenAt()).isEqualTo(receipt(i).takenAt());
        }
        if (many > 30) {
            assertThat(meters.summary("firstcome.coupon.receipts.together").max())
                    .as("signed together, at most")
                    .isGreaterThan(1);
        }
    }

    @Test
    void whatIsChangedOrCutIsNotGenuine() {
        String genuine = receipts.sign(receipt(5)).orElseThrow();
        PublicKeys keys = PublicKeys.of(TestProofKeys.ID, pair.publicKey());
        List<String> forged = new ArrayList<>();
        for (int at = 0; at < genuine.length(); at += 3) {
            char other = genuine.charAt(at) == 'x' ? 'y' : 'x';
            forged.add(genuine.substring(0, at) + other + genuine.substring(at + 1));
            forged.add(genuine.substring(0, at));
        }

        for (String text : forged) {
            assertThat(receipts.genuine(text)).as(text).isEmpty();
            assertThatThrownBy(() -> dev.firstcome.model.proof.Receipt.verified(text, keys))
                    .as(text)
                    .isInstanceOf(Contradiction.class);
        }
    }

    @Test
    void aReceiptStaysGoodWhenTheKeyChanges() {
        String old = receipts.sign(receipt(5)).orElseThrow();
        TestProofKeys next = new TestProofKeys("next-key");
        next.addTo(pair);
        pair.addTo(next);
        Receipts after = new Receipts(new ProofKeys(properties(next)), properties(next), meters);

        String fresh = after.sign(receipt(6)).orElseThrow();

        assertThat(after.genuine(old)).contains(receipt(5));
        assertThat(receipts.genuine(fresh))
                .as("by a process that does not sign with it yet")
                .contains(receipt(6));
        after.destroy();
    }

    @Test
    void anotherShopsReceiptIsNotOurs() {
        TestProofKeys other = new TestProofKeys();
        Receipts theirs = new Receipts(new ProofKeys(properties(other)), properties(other), meters);
        String text = theirs.sign(receipt(5)).orElseThrow();
        theirs.destroy();

        assertThat(receipts.isWellFormed(text)).isTrue();
        assertThat(receipts.genuine(text)).isEmpty();
        assertThat(receipts.isWellFormed("fcr1.AA.AA")).isFalse();
        assertThat(receipts.isWellFormed("")).isFalse();
    }
}
