package dev.firstcome.coupon.intake;

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
 * Signed tickets that let one user ask for a coupon of one campaign, for a short time. The intake verifies them without
 * looking anything up.
 */
@Component
public final class Admissions {
    private static final int ADMISSION_BYTES = 2 * Long.BYTES + Long.BYTES;
    private static final int MAC_BYTES = 32;
    private static final int TEXT_LENGTH = 75;

    /** The first signs. */
    private final List<Signature> signatures;

    private final IntakeKeys keys;
    private final Clock clock;

    Admissions(IntakeKeys keys, Clock clock) {
        this.signatures = keys.admissionKeys().stream().map(Signature::new).toList();
        this.keys = keys;
        this.clock = clock;
    }

    /** A ticket as it is given to the client. */
    public record Admission(UUID id, String text, Instant expiresAt) {}

    public Admission admit(UUID campaignId, UUID userId) {
        UUID id = UUID.randomUUID();
        Instant expiresAt =
                Instant.ofEpochMilli(clock.millis() + keys.admissionValidFor().toMillis());
        byte[] head = ByteBuffer.allocate(ADMISSION_BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .putLong(expiresAt.toEpochMilli())
                .array();
        byte[] ticket = ByteBuffer.allocate(ADMISSION_BYTES + MAC_BYTES)
                .put(head)
                .put(mac(signatures.getFirst(), head, campaignId, userId))
                .array();
        return new Admission(id, Base64.getUrlEncoder().withoutPadding().encodeToString(ticket), expiresAt);
    }

    /** The ticket's id, if it was made for this campaign and user and is still good. */
    public Optional<UUID> verify(String text, UUID campaignId, UUID userId) {
        Optional<byte[]> ticket = decode(text);
        if (ticket.isEmpty()) {
            return Optional.empty();
        }
        byte[] head = Arrays.copyOf(ticket.get(), ADMISSION_BYTES);
        byte[] mac = Arrays.copyOfRange(ticket.get(), ADMISSION_BYTES, ticket.get().length);
        ByteBuffer read = ByteBuffer.wrap(head);
        UUID id = new UUID(read.getLong(), read.getLong());
        boolean signed =
                signatures.stream().anyMatch(known -> MessageDigest.isEqual(mac, mac(known, head, campaignId, userId)));
        boolean good = signed && read.getLong() > clock.millis();
        return good ? Optional.of(id) : Optional.empty();
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

    private static byte[] mac(Signature signature, byte[] head, UUID campaignId, UUID userId) {
        return signature.sign(
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
