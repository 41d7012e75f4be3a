package dev.firstcome.coupon.draw;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/**
 * Derives the seed of each draw as an HMAC of the campaign id under a secret key. Every process can derive the seed
 * without storing it, and its hash is published when the campaign is created.
 */
@Component
public final class DrawSeeds {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES_MIN = 32;

    private final SecretKeySpec key;

    public DrawSeeds(DrawProperties properties) {
        byte[] bytes = Base64.getDecoder().decode(properties.key());
        if (bytes.length < KEY_BYTES_MIN) {
            throw new IllegalStateException(
                    "coupon.draw.key has %d bytes and needs %d".formatted(bytes.length, KEY_BYTES_MIN));
        }
        key = new SecretKeySpec(bytes, ALGORITHM);
    }

    /** Returns 32 bytes in lower-case hex. The seed is secret until the campaign opens. */
    public String of(UUID campaignId) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] id = ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(campaignId.getMostSignificantBits())
                    .putLong(campaignId.getLeastSignificantBits())
                    .array();
            return HexFormat.of().formatHex(mac.doFinal(id));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK provides " + ALGORITHM, impossible);
        }
    }
}
