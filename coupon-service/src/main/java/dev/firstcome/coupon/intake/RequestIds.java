package dev.firstcome.coupon.intake;

import dev.firstcome.coupon.admission.HmacSigner;
import dev.firstcome.coupon.admission.IntakeKeys;
import dev.firstcome.coupon.log.LogPosition;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Encodes log positions as request ids. An authentication code over position, user and campaign prevents forged ids and
 * access to requests of other users.
 */
@Component
public final class RequestIds {
    private static final int POSITION_BYTES = Short.BYTES + Long.BYTES;
    private static final int MAC_BYTES = 8;
    private static final int TEXT_LENGTH = 24;

    private final HmacSigner signer;

    RequestIds(IntakeKeys keys) {
        this.signer = new HmacSigner(keys.requestIdKey());
    }

    public String of(LogPosition position, UUID campaignId, UUID userId) {
        byte[] bytes = encode(position);
        byte[] mac = mac(bytes, campaignId, userId);
        byte[] id = ByteBuffer.allocate(POSITION_BYTES + MAC_BYTES)
                .put(bytes)
                .put(mac)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    }

    /** Returns the position of the id if it was created for this campaign and user. */
    public Optional<LogPosition> read(String id, UUID campaignId, UUID userId) {
        if (id.length() != TEXT_LENGTH || !id.chars().allMatch(RequestIds::isBase64Url)) {
            return Optional.empty();
        }
        byte[] bytes = Base64.getUrlDecoder().decode(id);
        byte[] position = Arrays.copyOf(bytes, POSITION_BYTES);
        byte[] mac = Arrays.copyOfRange(bytes, POSITION_BYTES, bytes.length);
        if (!MessageDigest.isEqual(mac, mac(position, campaignId, userId))) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(position);
        return Optional.of(new LogPosition(buffer.getShort(), buffer.getLong()));
    }

    private static boolean isBase64Url(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_';
    }

    private static byte[] encode(LogPosition position) {
        return ByteBuffer.allocate(POSITION_BYTES)
                .putShort((short) position.partition())
                .putLong(position.offset())
                .array();
    }

    private byte[] mac(byte[] position, UUID campaignId, UUID userId) {
        return signer.sign(
                ByteBuffer.allocate(POSITION_BYTES + 4 * Long.BYTES)
                        .put(position)
                        .putLong(userId.getMostSignificantBits())
                        .putLong(userId.getLeastSignificantBits())
                        .putLong(campaignId.getMostSignificantBits())
                        .putLong(campaignId.getLeastSignificantBits())
                        .array(),
                MAC_BYTES);
    }
}
