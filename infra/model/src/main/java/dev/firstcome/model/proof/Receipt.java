package dev.firstcome.model.proof;

import dev.firstcome.model.hashing.Sha256;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/**
 * The signed receipt of an accepted request: its user, its offset in the log, and the salt of the record. The shop
 * signs the root of a Merkle tree over many receipts.
 */
public record Receipt(
        int partition, long offset, UUID campaignId, UUID userId, Instant takenAt, String topicId, String salt) {
    private static final String PREFIX = "fcr1";
    private static final byte[] DOMAIN = "firstcome receipts v1\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte LEAF = 6;
    private static final byte VERSION = 1;
    private static final int HASH = 32;
    private static final int SIGNATURE = 64;

    /**
     * Reads a receipt and checks the signature.
     *
     * @throws ProofMismatchException if the shop did not sign it
     */
    public static Receipt verified(String text, PublicKeys keys) {
        String[] parts = text.strip().split("\\.", -1);
        if (parts.length != 3 || !parts[0].equals(PREFIX)) {
            throw new ProofMismatchException("not a receipt: " + text);
        }
        try {
            byte[] body = decoded(parts[1]);
            if (!isSigned(body, ByteBuffer.wrap(decoded(parts[2])), keys)) {
                throw new ProofMismatchException("the receipt is not signed by the key that was given");
            }
            return read(ByteBuffer.wrap(body));
        } catch (IllegalArgumentException | BufferUnderflowException broken) {
            throw new ProofMismatchException("not a receipt: " + text, broken);
        }
    }

    /** Accepts only the canonical encoding. */
    private static byte[] decoded(String text) {
        byte[] bytes = Base64.getUrlDecoder().decode(text);
        if (!Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(text)) {
            throw new IllegalArgumentException("not in canonical base64");
        }
        return bytes;
    }

    private static boolean isSigned(byte[] body, ByteBuffer proof, PublicKeys keys) {
        String keyId = text(proof);
        int index = Short.toUnsignedInt(proof.getShort());
        int count = Short.toUnsignedInt(proof.getShort());
        List<byte[]> path = new ArrayList<>();
        while (proof.remaining() >= SIGNATURE + HASH) {
            path.add(bytes(proof, HASH));
        }
        byte[] signature = bytes(proof, SIGNATURE);
        byte[] leaf = Sha256.of(
                ByteBuffer.allocate(1 + body.length).put(LEAF).put(body).array());
        return !proof.hasRemaining()
                && Merkle.rootOver(leaf, new Merkle.Branch(index, count, path))
                        .map(root -> ByteBuffer.allocate(DOMAIN.length + HASH)
                                .put(DOMAIN)
                                .put(root)
                                .array())
                        .filter(message -> keys.verify(keyId, message, signature))
                        .isPresent();
    }

    private static Receipt read(ByteBuffer body) {
        if (body.get() != VERSION) {
            throw new ProofMismatchException("the receipt has an unsupported version");
        }
        Receipt receipt = new Receipt(
                body.getShort(),
                body.getLong(),
                new UUID(body.getLong(), body.getLong()),
                new UUID(body.getLong(), body.getLong()),
                Instant.ofEpochMilli(body.getLong()),
                text(body),
                text(body));
        if (body.hasRemaining()) {
            throw new ProofMismatchException("the receipt has trailing bytes");
        }
        return receipt;
    }

    private static String text(ByteBuffer from) {
        return new String(bytes(from, Byte.toUnsignedInt(from.get())), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(ByteBuffer from, int count) {
        byte[] bytes = new byte[count];
        from.get(bytes);
        return bytes;
    }
}
