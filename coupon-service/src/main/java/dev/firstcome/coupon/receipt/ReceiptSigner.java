package dev.firstcome.coupon.receipt;

import dev.firstcome.coupon.hashing.Hashes;
import dev.firstcome.coupon.proof.MerkleTree;
import dev.firstcome.coupon.proof.ProofKeys;
import dev.firstcome.coupon.proof.ProofProperties;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Signs and verifies receipts. Receipts of a few milliseconds are signed as one batch, a single receipt at once. The
 * signature covers the root of a Merkle tree, and each receipt contains its path. The text format is {@code
 * fcr1.<receipt>.<proof>}.
 */
@Component
public final class ReceiptSigner implements DisposableBean {
    private static final String PREFIX = "fcr1";
    private static final byte[] DOMAIN = "firstcome receipts v1\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte LEAF = 6;
    private static final int SIGNATURE_BYTES = 64;
    private static final int BATCH_MAX = 128;
    private static final int LENGTH_MAX = 4096;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final ProofKeys keys;
    private final ProofProperties properties;
    private final DistributionSummary batchSizes;
    private final BlockingQueue<PendingReceipt> queue = new LinkedBlockingQueue<>();
    private final Thread signer;

    private record PendingReceipt(byte[] body, CompletableFuture<String> signed) {}

    /** The Merkle path of a receipt in its batch, and the signature of the batch root. */
    private record Proof(String keyId, int index, int count, List<byte[]> path, byte[] signature) {}

    ReceiptSigner(ProofKeys keys, ProofProperties properties, MeterRegistry meters) {
        this.keys = keys;
        this.properties = properties;
        this.batchSizes = meters.summary("firstcome.coupon.receipts.together");
        this.signer = Thread.ofPlatform().name("coupon-receipts").daemon().start(this::signBatches);
    }

    /** Returns the receipt as text. Empty if it was not signed in time, which does not affect the request. */
    public Optional<String> sign(Receipt receipt) {
        PendingReceipt pending = new PendingReceipt(receipt.bytes(), new CompletableFuture<>());
        queue.add(pending);
        try {
            return Optional.of(pending.signed().get(properties.receiptWithin().toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException late) {
            return Optional.empty();
        }
    }

    private void signBatches() {
        long next = System.nanoTime();
        try {
            while (!Thread.currentThread().isInterrupted()) {
                List<PendingReceipt> batch = new ArrayList<>(List.of(queue.take()));
                LockSupport.parkNanos(next - System.nanoTime());
                next = System.nanoTime() + properties.signEvery().toNanos();
                queue.drainTo(batch, BATCH_MAX - 1);
                batchSizes.record(batch.size());
                try {
                    sign(batch);
                } catch (IllegalStateException failed) { // the requests continue without a receipt
                    batch.forEach(one -> one.signed().completeExceptionally(failed));
                }
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private void sign(List<PendingReceipt> batch) {
        byte[] leaves = new byte[batch.size() * MerkleTree.HASH];
        for (int i = 0; i < batch.size(); i++) {
            System.arraycopy(leaf(batch.get(i).body()), 0, leaves, i * MerkleTree.HASH, MerkleTree.HASH);
        }
        byte[] signature = keys.sign(message(MerkleTree.root(leaves.clone())));
        for (int i = 0; i < batch.size(); i++) {
            Proof proof = new Proof(keys.keyId(), i, batch.size(), MerkleTree.path(leaves.clone(), i), signature);
            batch.get(i).signed().complete(text(batch.get(i).body(), proof));
        }
    }

    /** Empty if the text is not a receipt or its signature is invalid. */
    Optional<Receipt> verify(String text) {
        return parts(text)
                .filter(parts -> isSigned(parts.getFirst(), parts.getLast()))
                .flatMap(parts -> Receipt.read(parts.getFirst()));
    }

    /** Checks the format only, not the signature. */
    boolean isWellFormed(String text) {
        return parts(text).flatMap(parts -> Receipt.read(parts.getFirst())).isPresent();
    }

    private static Optional<List<byte[]>> parts(String text) {
        String[] parts = text.split("\\.", -1);
        if (text.length() > LENGTH_MAX || parts.length != 3 || !parts[0].equals(PREFIX)) {
            return Optional.empty();
        }
        try {
            List<byte[]> read = List.of(decoded(parts[1]), decoded(parts[2]));
            return Optional.of(read);
        } catch (IllegalArgumentException notEncoded) {
            return Optional.empty();
        }
    }

    /** Rejects non-canonical base64, so that each receipt has exactly one text. */
    private static byte[] decoded(String text) {
        byte[] bytes = Base64.getUrlDecoder().decode(text);
        if (!ENCODER.encodeToString(bytes).equals(text)) {
            throw new IllegalArgumentException("non-canonical base64");
        }
        return bytes;
    }

    private boolean isSigned(byte[] body, byte[] proof) {
        try {
            Proof read = read(ByteBuffer.wrap(proof));
            return MerkleTree.rootOver(leaf(body), read.index(), read.count(), read.path())
                    .filter(root -> keys.verify(read.keyId(), message(root), read.signature()))
                    .isPresent();
        } catch (BufferUnderflowException tooShort) {
            return false;
        }
    }

    private static Proof read(ByteBuffer proof) {
        String keyId = new String(bytes(proof, Byte.toUnsignedInt(proof.get())), StandardCharsets.UTF_8);
        int index = Short.toUnsignedInt(proof.getShort());
        int count = Short.toUnsignedInt(proof.getShort());
        List<byte[]> path = new ArrayList<>();
        while (proof.remaining() >= SIGNATURE_BYTES + MerkleTree.HASH) {
            path.add(bytes(proof, MerkleTree.HASH));
        }
        return new Proof(keyId, index, count, path, bytes(proof, proof.remaining()));
    }

    private static String text(byte[] body, Proof proof) {
        byte[] keyId = proof.keyId().getBytes(StandardCharsets.UTF_8);
        ByteBuffer packed = ByteBuffer.allocate(
                        1 + keyId.length + 2 * Short.BYTES + proof.path().size() * MerkleTree.HASH + SIGNATURE_BYTES)
                .put((byte) keyId.length)
                .put(keyId)
                .putShort((short) proof.index())
                .putShort((short) proof.count());
        proof.path().forEach(packed::put);
        packed.put(proof.signature());
        return PREFIX + "." + ENCODER.encodeToString(body) + "." + ENCODER.encodeToString(packed.array());
    }

    private static byte[] leaf(byte[] body) {
        return Hashes.sha256(
                ByteBuffer.allocate(1 + body.length).put(LEAF).put(body).array());
    }

    private static byte[] message(byte[] root) {
        return ByteBuffer.allocate(DOMAIN.length + root.length)
                .put(DOMAIN)
                .put(root)
                .array();
    }

    private static byte[] bytes(ByteBuffer from, int count) {
        byte[] bytes = new byte[count];
        from.get(bytes);
        return bytes;
    }

    @Override
    public void destroy() {
        signer.interrupt();
    }
}
