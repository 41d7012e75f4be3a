package dev.firstcome.coupon.admission;

import dev.firstcome.coupon.hashing.Hashes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * Issues and verifies proof-of-work challenges, so that each fake client costs computation (Dwork and Naor, 1992;
 * Hashcash). A challenge is a signed text for one user and campaign. Its solution is a nonce for which SHA-256 of
 * {@code challenge + "." + nonce} begins with the required number of zero bits. Stateless.
 */
@Component
public final class Challenges {
    private static final Duration VALID_FOR = Duration.ofMinutes(2);
    private static final int HEAD_BYTES = 1 + Long.BYTES + Long.BYTES;
    private static final int MAC_BYTES = 16;
    private static final int TEXT_LENGTH = 44;
    private static final Pattern NONCE = Pattern.compile("[0-9A-Za-z]{1,20}");

    private final HmacSigner signer;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Challenges(IntakeKeys keys, Clock clock) {
        this.signer = new HmacSigner(keys.admissionKeys().getFirst());
        this.clock = clock;
    }

    /** @param bits required leading zero bits of the hash */
    public record Challenge(String text, int bits, Instant expiresAt) {}

    public Challenge create(UUID campaignId, UUID userId, int bits) {
        Instant expiresAt = Instant.ofEpochMilli(clock.millis()).plus(VALID_FOR);
        byte[] head = ByteBuffer.allocate(HEAD_BYTES)
                .put((byte) bits)
                .putLong(expiresAt.toEpochMilli())
                .putLong(random.nextLong())
                .array();
        byte[] signed = ByteBuffer.allocate(HEAD_BYTES + MAC_BYTES)
                .put(head)
                .put(mac(head, campaignId, userId))
                .array();
        return new Challenge(Base64.getUrlEncoder().withoutPadding().encodeToString(signed), bits, expiresAt);
    }

    /**
     * Whether the nonce solves an unexpired challenge of this user and campaign with at least the current difficulty.
     */
    public boolean isSolved(String challenge, String nonce, UUID campaignId, UUID userId, int bits) {
        Optional<byte[]> decoded = decode(challenge);
        if (decoded.isEmpty() || !NONCE.matcher(nonce).matches()) {
            return false;
        }
        byte[] head = Arrays.copyOf(decoded.get(), HEAD_BYTES);
        byte[] mac = Arrays.copyOfRange(decoded.get(), HEAD_BYTES, HEAD_BYTES + MAC_BYTES);
        ByteBuffer buffer = ByteBuffer.wrap(head);
        int challengeBits = buffer.get();
        return MessageDigest.isEqual(mac, mac(head, campaignId, userId))
                && buffer.getLong() > clock.millis()
                && challengeBits >= bits
                && zeroBits(Hashes.sha256((challenge + "." + nonce).getBytes(StandardCharsets.US_ASCII)))
                        >= challengeBits;
    }

    private static int zeroBits(byte[] hash) {
        return Long.numberOfLeadingZeros(ByteBuffer.wrap(hash).getLong());
    }

    private static Optional<byte[]> decode(String text) {
        try {
            return text.length() == TEXT_LENGTH
                    ? Optional.of(Base64.getUrlDecoder().decode(text))
                    : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** The prefix separates these codes from other codes with the same key. */
    private byte[] mac(byte[] head, UUID campaignId, UUID userId) {
        byte[] prefix = "challenge".getBytes(StandardCharsets.US_ASCII);
        return signer.sign(
                ByteBuffer.allocate(prefix.length + head.length + 4 * Long.BYTES)
                        .put(prefix)
                        .put(head)
                        .putLong(campaignId.getMostSignificantBits())
                        .putLong(campaignId.getLeastSignificantBits())
                        .putLong(userId.getMostSignificantBits())
                        .putLong(userId.getLeastSignificantBits())
                        .array(),
                MAC_BYTES);
    }
}
