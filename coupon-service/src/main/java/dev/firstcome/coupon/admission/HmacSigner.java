package dev.firstcome.coupon.admission;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Computes message authentication codes with one key (HMAC-SHA256, truncated to the requested length). */
public final class HmacSigner {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    public HmacSigner(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    public byte[] sign(byte[] message, int length) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return Arrays.copyOf(mac.doFinal(message), length);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK provides " + ALGORITHM, impossible);
        }
    }
}
