package dev.firstcome.coupon.fold;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256, by a copy of one digest, since looking for the algorithm costs more than the hash. */
public final class Hashes {
    private static final MessageDigest SHA_256 = find();

    private Hashes() {}

    public static byte[] sha256(byte[] bytes) {
        return newDigest().digest(bytes);
    }

    /** A digest of the caller's own, for what comes in parts. */
    public static MessageDigest newDigest() {
        try {
            return (MessageDigest) SHA_256.clone();
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException("Java's SHA-256 can be copied", impossible);
        }
    }

    private static MessageDigest find() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
