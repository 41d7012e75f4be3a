package dev.firstcome.coupon.intake;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Message authentication codes under one key (HMAC-SHA256, cut to the length that is asked for). */
final class Signature {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    Signature(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    byte[] sign(byte[] message, int length) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return Arrays.copyOf(mac.doFinal(message), length);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has " + ALGORITHM, impossible);
        }
    }
}
