package dev.firstcome.user.password;

import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/**
 * Makes and compares memory-hard hashes. Only so many run at a time as there are places, so neither memory nor time
 * grows with the crowd: who waits too long gets {@link HashingOverloaded}.
 */
public final class PasswordHashes {
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    private final Argon2PasswordEncoder encoder;
    private final Semaphore places;
    private final long waitMaxMillis;
    private final String nobodysHash;

    /** @param places how many hashes may be made at a time */
    PasswordHashes(PasswordProperties properties, Semaphore places) {
        this.encoder = new Argon2PasswordEncoder(
                SALT_BYTES, HASH_BYTES, properties.parallelism(), properties.memoryKib(), properties.iterations());
        this.places = places;
        this.waitMaxMillis = properties.waitMax().toMillis();
        this.nobodysHash = Objects.requireNonNull(encoder.encode("nobody has this password"));
    }

    public String hash(Password password) {
        return inPlace(() -> Objects.requireNonNull(encoder.encode(password.value())));
    }

    public boolean matches(Password password, String hash) {
        return inPlace(() -> encoder.matches(password.value(), hash));
    }

    /** Takes as long as {@link #matches}, so that an answer's time does not tell whether an account exists. */
    public void matchNobody(Password password) {
        matches(password, nobodysHash);
    }

    private <T> T inPlace(Supplier<T> work) {
        try {
            if (!places.tryAcquire(waitMaxMillis, TimeUnit.MILLISECONDS)) {
                throw new HashingOverloaded("no place within %d ms".formatted(waitMaxMillis));
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new HashingOverloaded("interrupted while waiting for a place");
        }
        try {
            return work.get();
        } finally {
            places.release();
        }
    }
}
