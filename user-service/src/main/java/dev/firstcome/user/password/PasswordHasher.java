package dev.firstcome.user.password;

import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/**
 * Computes and compares memory-hard password hashes. Permits limit the concurrent hashes, so memory is bounded. A call
 * that gets no permit within its maximum wait fails with {@link HashingOverloadedException}. Thread-safe.
 */
public final class PasswordHasher {
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    private final Argon2PasswordEncoder encoder;
    private final Semaphore permits;
    private final long waitMaxMillis;
    private final String dummyHash;

    PasswordHasher(PasswordProperties properties, Semaphore permits) {
        this.encoder = new Argon2PasswordEncoder(
                SALT_BYTES, HASH_BYTES, properties.parallelism(), properties.memoryKib(), properties.iterations());
        this.permits = permits;
        this.waitMaxMillis = properties.waitMax().toMillis();
        this.dummyHash = Objects.requireNonNull(encoder.encode("dummy password"));
    }

    /** Hashes the normalised password. */
    public String hash(Password password) {
        return withPermit(() -> Objects.requireNonNull(encoder.encode(password.normalized())));
    }

    /**
     * Compares the normalised password, and if that fails, the password as typed: earlier versions hashed it so. The
     * second comparison takes place only if both forms differ, so its cost is one more hash.
     */
    public boolean matches(Password password, String hash) {
        String normalized = password.normalized();
        return withPermit(() -> encoder.matches(normalized, hash)
                || (!normalized.equals(password.value()) && encoder.matches(password.value(), hash)));
    }

    /** Takes as long as {@link #matches}, so that the response time does not reveal whether an account exists. */
    public void matchDummyHash(Password password) {
        matches(password, dummyHash);
    }

    private <T> T withPermit(Supplier<T> work) {
        try {
            if (!permits.tryAcquire(waitMaxMillis, TimeUnit.MILLISECONDS)) {
                throw new HashingOverloadedException("no hashing permit within %d ms".formatted(waitMaxMillis));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HashingOverloadedException("interrupted while waiting for a hashing permit");
        }
        try {
            return work.get();
        } finally {
            permits.release();
        }
    }
}
