package dev.firstcome.model;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The one hash of the model; every Java platform has it. */
final class Sha256 {
    private Sha256() {}

    static byte[] of(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
