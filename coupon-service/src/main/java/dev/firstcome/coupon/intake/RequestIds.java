package dev.firstcome.coupon.intake;

import dev.firstcome.coupon.log.Position;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * The id of a request is its place in the log, with a code over the place, the user and the campaign: nobody can make one
 * up, and nobody can ask for another's.
 */
@Component
public final class RequestIds {
    private static final int PLACE_BYTES = Short.BYTES + Long.BYTES;
    private static final int MAC_BYTES = 8;
    private static final int TEXT_LENGTH = 24;

    private final Signature signature;

    RequestIds(IntakeKeys keys) {
        this.signature = new Signature(keys.requestIdKey());
    }

    public String of(Position place, UUID campaignId, UUID userId) {
        byte[] bytes = place(place);
        byte[] mac = mac(bytes, campaignId, userId);
        byte[] id =
                ByteBuffer.allocate(PLACE_BYTES + MAC_BYTES).put(bytes).put(mac).array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    }

    /** The place that the id names, if it was made for this campaign and user. */
    public Optional<Position> read(String id, UUID campaignId, UUID userId) {
        if (id.length() != TEXT_LENGTH || !id.chars().allMatch(RequestIds::base64url)) {
            return Optional.empty();
        }
        byte[] bytes = Base64.getUrlDecoder().decode(id);
        byte[] place = Arrays.copyOf(bytes, PLACE_BYTES);
        byte[] mac = Arrays.copyOfRange(bytes, PLACE_BYTES, bytes.length);
        if (!MessageDigest.isEqual(mac, mac(place, campaignId, userId))) {
            return Optional.empty();
        }
        ByteBuffer read = ByteBuffer.wrap(place);
        return Optional.of(new Position(read.getShort(), read.getLong()));
    }

    private static boolean base64url(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_';
    }

    private static byte[] place(Position place) {
        return ByteBuffer.allocate(PLACE_BYTES)
                .putShort((short) place.partition())
                .putLong(place.offset())
                .array();
    }

    private byte[] mac(byte[] place, UUID campaignId, UUID userId) {
        return signature.sign(
                ByteBuffer.allocate(PLACE_BYTES + 4 * Long.BYTES)
                        .put(place)
                        .putLong(userId.getMostSignificantBits())
                        .putLong(userId.getLeastSignificantBits())
                        .putLong(campaignId.getMostSignificantBits())
                        .putLong(campaignId.getLeastSignificantBits())
                        .array(),
                MAC_BYTES);
    }
}
