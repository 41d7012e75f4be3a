package dev.firstcome.coupon.proof;

import dev.firstcome.coupon.fold.Hashes;
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
 * Signs receipts, those of a few milliseconds together: the root of a tree over them is what is signed, and each receipt
 * carries its path. A receipt that comes alone is signed at once. As text it is {@code fcr1.<receipt>.<proof>}.
 */
@Component
public final class Receipts implements DisposableBean {
    private static final String PREFIX = "fcr1";
    private static final byte[] DOMAIN = "firstcome receipts v1\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte LEAF = 6;
    private static final int SIGNATURE = 64;
    private static final int TOGETHER_MAX = 128;
    private static final int LENGTH_MAX = 4096;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final ProofKeys keys;
    private final ProofProperties properties;
    private final DistributionSummary together;
    private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private final Thread signer;

    private record Waiting(byte[] body, CompletableFuture<String> signed) {}

    /** A tree over receipts, a leaf's way in it, and the signature of its root. */
    private record Proof(String keyId, int index, int count, List<byte[]> path, byte[] signature) {}

    Receipts(ProofKeys keys, ProofProperties properties, MeterRegistry meters) {
        this.keys = keys;
        this.properties = properties;
        this.together = meters.summary("firstcome.coupon.receipts.together");
        this.signer = Thread.ofPlatform().name("coupon-receipts").daemon().start(this::sign);
    }

    /** The receipt as text; empty if it was not signed in time, which takes nothing from the request. */
    public Optional<String> sign(Receipt receipt) {
        Waiting waiting = new Waiting(receipt.bytes(), new CompletableFuture<>());
        queue.add(waiting);
        try {
            return Optional.of(waiting.signed().get(properties.receiptWithin().toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException late) {
            return Optional.empty();
        }
    }

    private void sign() {
        long next = System.nanoTime();
        try {
            while (!Thread.currentThread().isInterrupted()) {
                List<Waiting> batch = new ArrayList<>(List.of(queue.take()));
                LockSupport.parkNanos(next - System.nanoTime());
                next = System.nanoTime() + properties.signEvery().toNanos();
                queue.drainTo(batch, TOGETHER_MAX - 1);
                together.record(batch.size());
                try {
                    sign(batch);
                } catch (IllegalStateException failed) { // whoever waits goes on without
                    batch.forEach(one -> one.signed().completeExceptionally(failed));
                }
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private void sign(List<Waiting> batch) {
        byte[] leaves = new byte[batch.size() * Merkle.HASH];
        for (int i = 0; i < batch.size(); i++) {
            System.arraycopy(leaf(batch.get(i).body()), 0, leaves, i * Merkle.HASH, Merkle.HASH);
        }
        byte[] signature = keys.sign(message(Merkle.root(leaves.clone())));
        for (int i = 0; i < batch.size(); i++) {
            Proof proof = new Proof(keys.keyId(), i, batch.size(), Merkle.path(leaves.clone(), i), signature);
            batch.get(i).signed().complete(text(batch.get(i).body(), proof));
        }
    }

    /** The receipt that this text is; empty if it is none, or not signed by the shop. */
    Optional<Receipt> genuine(String text) {
        return parts(text)
                .filter(parts -> isSigned(parts.getFirst(), parts.getLast()))
                .flatMap(parts -> Receipt.read(parts.getFirst()));
    }

    /** Whether the text has the form of a receipt. */
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

    /** There is one text for these bytes, so that a text is genuine or not. */
    private static byte[] decoded(String text) {
        byte[] bytes = Base64.getUrlDecoder().decode(text);
        if (!ENCODER.encodeToString(bytes).equals(text)) {
            throw new IllegalArgumentException("not as it is written");
        }
        return bytes;
    }

    private boolean isSigned(byte[] body, byte[] proof) {
        try {
            Proof read = read(ByteBuffer.wrap(proof));
            return Merkle.rootOver(leaf(body), read.index(), read.count(), read.path())
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
        while (proof.remaining() >= SIGNATURE + Merkle.HASH) {
            path.add(bytes(proof, Merkle.HASH));
        }
        return new Proof(keyId, index, count, path, bytes(proof, proof.remaining()));
    }

    private static String text(byte[] body, Proof proof) {
        byte[] keyId = proof.keyId().getBytes(StandardCharsets.UTF_8);
        ByteBuffer packed = ByteBuffer.allocate(
                        1 + keyId.length + 2 * Short.BYTES + proof.path().size() * Merkle.HASH + SIGNATURE)
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
