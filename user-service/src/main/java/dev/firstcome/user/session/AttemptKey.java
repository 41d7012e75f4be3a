package dev.firstcome.user.session;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The pair of account and network of a sign-in: 128 bits of the SHA-256 of both, so that it is small and contains no
 * personal data.
 */
record AttemptKey(long high, long low) {
    static AttemptKey of(SignInAttempt attempt) {
        String text = attempt.email().value() + '\n' + attempt.network();
        try {
            ByteBuffer digest =
                    ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
            return new AttemptKey(digest.getLong(), digest.getLong());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("SHA-256 is not available", impossible);
        }
    }
}
