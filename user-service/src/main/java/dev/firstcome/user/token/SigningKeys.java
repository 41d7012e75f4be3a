package dev.firstcome.user.token;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import dev.firstcome.platform.tokens.PemKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The signing keys of the key directory, which can rotate at runtime. A key is published as soon as its file exists,
 * and signs after {@code user.tokens.sign-after}. It stays published until all tokens that it signed have expired.
 * Without a usable key the application does not start; after startup, a failed refresh keeps the known keys.
 * Thread-safe.
 */
@Component
public final class SigningKeys {
    private static final Logger log = LoggerFactory.getLogger(SigningKeys.class);
    private static final Duration REFRESH_INTERVAL = Duration.ofSeconds(1);

    /** Allows for clock skew and for a token in transit. */
    private static final Duration CLOCK_SKEW_MARGIN = Duration.ofMinutes(1);

    private final SigningKeyProperties properties;
    private final Clock clock;
    private Map<Path, KeyFile> keyFiles = Map.of();
    private Instant refreshedAt = Instant.MIN;

    /** The last logged failure, so that a repeated failure is logged once. */
    private String lastFailure = "";

    /** A key and the modification time of its file. */
    private record KeyFile(RSAKey key, Instant modifiedAt) {}

    SigningKeys(SigningKeyProperties properties, Clock clock) {
        this.properties = properties;
        this.clock = clock;
        if (refreshedFiles().isEmpty()) {
            throw new IllegalStateException("user.tokens.key-directory has no <kid>.pem file");
        }
    }

    /** The current signing key: the last key by name that is old enough, or the first key if none is. */
    public RSAKey current() {
        List<KeyFile> keys = refreshedFiles();
        Instant now = clock.instant();
        return keys.reversed().stream()
                .filter(key -> signsFrom(key).isBefore(now))
                .findFirst()
                .orElse(keys.getFirst())
                .key();
    }

    /** The public keys of all tokens that may still be valid. */
    public JWKSet published() {
        List<KeyFile> keys = refreshedFiles();
        Instant now = clock.instant();
        List<JWK> published = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            boolean replaced = i + 1 < keys.size()
                    && lastTokenExpiryBefore(keys.get(i + 1)).isBefore(now);
            if (!replaced) {
                published.add(keys.get(i).key().toPublicJWK());
            }
        }
        return new JWKSet(published);
    }

    private Instant signsFrom(KeyFile key) {
        return key.modifiedAt().plus(properties.signAfter());
    }

    private Instant lastTokenExpiryBefore(KeyFile successor) {
        return signsFrom(successor).plus(AccessTokenIssuer.LIFETIME).plus(CLOCK_SKEW_MARGIN);
    }

    private synchronized List<KeyFile> refreshedFiles() {
        Instant now = clock.instant();
        if (Duration.between(refreshedAt, now).compareTo(REFRESH_INTERVAL) >= 0 || now.isBefore(refreshedAt)) {
            refresh();
            refreshedAt = now;
        }
        return List.copyOf(keyFiles.values());
    }

    private void refresh() {
        try {
            Map<Path, KeyFile> found = new TreeMap<>();
            for (Path file : PemKeys.files(properties.keyDirectory())) {
                KeyFile known = keyFiles.get(file);
                Instant modifiedAt = Files.getLastModifiedTime(file).toInstant();
                found.put(
                        file,
                        known != null && known.modifiedAt().equals(modifiedAt)
                                ? known
                                : new KeyFile(PemKeys.privateKey(file), modifiedAt));
            }
            if (found.isEmpty() && !keyFiles.isEmpty()) {
                throw new IOException("the key directory is empty");
            }
            keyFiles = found;
            lastFailure = "";
        } catch (IOException | IllegalStateException e) {
            if (keyFiles.isEmpty()) {
                throw new IllegalStateException("user.tokens.key-directory has no usable key", e);
            }
            if (!e.toString().equals(lastFailure)) {
                log.error("signing keys: refresh failed, the known keys stay in use", e);
            }
            lastFailure = e.toString();
        }
    }
}
