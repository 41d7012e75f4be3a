package dev.firstcome.psp.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Stripe's signature of an event, of scheme v1. */
final class Signature {
    static final String HEADER = "Stripe-Signature";
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec secret;

    Signature(String secret) {
        this.secret = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    /** @param seconds of the epoch; the shop refuses what is older than five minutes, so each try is signed anew */
    String of(byte[] body, long seconds) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            mac.update((seconds + ".").getBytes(StandardCharsets.UTF_8));
            return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, e);
        }
    }
}
