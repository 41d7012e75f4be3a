package dev.firstcome.coupon.hashing;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Computes SHA-256. Each digest is a clone, because a lookup of the algorithm costs more than a hash. */
public final class Hashes {
    private static final MessageDigest SHA_256 = createPrototype();

    private Hashes() {}

    public static byte[] sha256(byte[] bytes) {
        return newDigest().digest(bytes);
    }

    /** Returns a new digest for input in several parts. */
    public static MessageDigest newDigest() {
        try {
            return (MessageDigest) SHA_256.clone();
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException("the SHA-256 digest of this Java runtime is not cloneable", impossible);
        }
    }

    private static MessageDigest createPrototype() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this Java runtime does not provide SHA-256", impossible);
        }
    }
}
