package dev.firstcome.coupon.admission;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Issues and verifies signed, short-lived tickets that allow one user to request a coupon of one campaign. Stateless.
 */
@Component
public final class Admissions {
    private static final int HEAD_BYTES = 2 * Long.BYTES + Long.BYTES;
    private static final int MAC_BYTES = 32;
    private static final int TEXT_LENGTH = 75;

    /** The first signer signs new admissions; all of them verify. */
    private final List<HmacSigner> signers;

    private final IntakeKeys keys;
    private final Clock clock;

    public Admissions(IntakeKeys keys, Clock clock) {
        this.signers = keys.admissionKeys().stream().map(HmacSigner::new).toList();
        this.keys = keys;
        this.clock = clock;
    }

    /** A ticket as issued to the client. */
    public record Admission(UUID id, String text, Instant expiresAt) {}

    public Admission admit(UUID campaignId, UUID userId) {
        UUID id = UUID.randomUUID();
        Instant expiresAt =
                Instant.ofEpochMilli(clock.millis() + keys.admissionValidFor().toMillis());
        byte[] head = ByteBuffer.allocate(HEAD_BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .putLong(expiresAt.toEpochMilli())
                .array();
        byte[] ticket = ByteBuffer.allocate(HEAD_BYTES + MAC_BYTES)
                .put(head)
                .put(mac(signers.getFirst(), head, campaignId, userId))
                .array();
        return new Admission(id, Base64.getUrlEncoder().withoutPadding().encodeToString(ticket), expiresAt);
    }

    /** Returns the id of the ticket if it was issued for this campaign and user and has not expired. */
    public Optional<UUID> verify(String text, UUID campaignId, UUID userId) {
        Optional<byte[]> ticket = decode(text);
        if (ticket.isEmpty()) {
            return Optional.empty();
        }
        byte[] head = Arrays.copyOf(ticket.get(), HEAD_BYTES);
        byte[] mac = Arrays.copyOfRange(ticket.get(), HEAD_BYTES, ticket.get().length);
        ByteBuffer buffer = ByteBuffer.wrap(head);
        UUID id = new UUID(buffer.getLong(), buffer.getLong());
        boolean isSigned =
                signers.stream().anyMatch(signer -> MessageDigest.isEqual(mac, mac(signer, head, campaignId, userId)));
        boolean isValid = isSigned && buffer.getLong() > clock.millis();
        return isValid ? Optional.of(id) : Optional.empty();
    }

    private static Optional<byte[]> decode(String text) {
        if (text.length() != TEXT_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getUrlDecoder().decode(text));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static byte[] mac(HmacSigner signer, byte[] head, UUID campaignId, UUID userId) {
        return signer.sign(
                ByteBuffer.allocate(head.length + 4 * Long.BYTES)
                        .put(head)
                        .putLong(campaignId.getMostSignificantBits())
                        .putLong(campaignId.getLeastSignificantBits())
                        .putLong(userId.getMostSignificantBits())
                        .putLong(userId.getLeastSignificantBits())
                        .array(),
                MAC_BYTES);
    }
}
