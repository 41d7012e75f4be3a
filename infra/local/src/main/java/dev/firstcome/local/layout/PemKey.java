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
 * A new key pair: RSA for tokens, Ed25519 for proofs.
 *
 * @param id begins with the creation time, so that ids sort by age
 */
record PemKey(String id, String privateText, String publicText) {
    private static final int BITS = 2048;
    private static final int ED25519_BITS = 255;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS").withZone(ZoneOffset.UTC);

    static PemKey fresh(Instant now) {
        return of(now, pair("RSA", BITS));
    }

    static PemKey freshForProofs(Instant now) {
        return of(now, pair("Ed25519", ED25519_BITS));
    }

    private static PemKey of(Instant now, KeyPair pair) {
        byte[] suffix = new byte[4];
        new SecureRandom().nextBytes(suffix);
        return new PemKey(
                TIME.format(now) + "-" + HexFormat.of().formatHex(suffix),
                armoured("PRIVATE", pair.getPrivate().getEncoded()),
                armoured("PUBLIC", pair.getPublic().getEncoded()));
    }

    private static KeyPair pair(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has " + algorithm, e);
        }
    }

    private static String armoured(String kind, byte[] encoded) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        return "-----BEGIN " + kind + " KEY-----\n" + body + "\n-----END " + kind + " KEY-----\n";
    }
}
