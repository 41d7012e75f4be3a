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
 * The seed of each campaign's draw: a code over the campaign's id under a key that no client has. So every process knows it
 * and none needs to keep it, and its hash can be told when the campaign is made.
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

    /** 32 bytes in lower-case hex. To be told to nobody before the campaign opens. */
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
            throw new IllegalStateException("every Java has " + ALGORITHM, impossible);
        }
    }
}
