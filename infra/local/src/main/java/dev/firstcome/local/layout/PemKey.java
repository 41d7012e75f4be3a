package dev.firstcome.local.layout;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A new RSA key pair.
 *
 * @param id begins with the time it was made at, so that ids sort by age
 */
record PemKey(String id, String privateText, String publicText) {
    private static final int BITS = 2048;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS").withZone(ZoneOffset.UTC);

    static PemKey fresh(Instant now) {
        byte[] suffix = new byte[4];
        new SecureRandom().nextBytes(suffix);
        KeyPair pair = pair();
        return new PemKey(
                TIME.format(now) + "-" + HexFormat.of().formatHex(suffix),
                armoured("PRIVATE", pair.getPrivate().getEncoded()),
                armoured("PUBLIC", pair.getPublic().getEncoded()));
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has RSA", e);
        }
    }

    private static String armoured(String kind, byte[] encoded) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        return "-----BEGIN " + kind + " KEY-----\n" + body + "\n-----END " + kind + " KEY-----\n";
    }
}
