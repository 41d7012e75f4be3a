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
 * The key pairs of the key folder, which rotate while tokens are made and verified. A key is published from the moment it
 * lies there, signs once everybody has had the time to learn of it, and is published until the last token is expired that
 * was signed before its successor took over. A folder without a usable key stops the start; later on it changes nothing.
 */
@Component
public final class SigningKeys {
    private static final Logger log = LoggerFactory.getLogger(SigningKeys.class);
    private static final Duration LOOKED_AT_EVERY = Duration.ofSeconds(1);

    /** What clocks may differ by, and a token be on its way. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final SigningKeyProperties properties;
    private final Clock clock;
    private Map<Path, Lying> lying = Map.of();
    private Instant lookedAt = Instant.MIN;

    /** What was said last, so that it is said once. */
    private String trouble = "";

    /** A key file, and when it came. */
    private record Lying(RSAKey key, Instant since) {}

    SigningKeys(SigningKeyProperties properties, Clock clock) {
        this.properties = properties;
        this.clock = clock;
        if (present().isEmpty()) {
            throw new IllegalStateException("no <kid>.pem in the folder of user.tokens.key-directory");
        }
    }

    /** The key that signs now: the last by name that is old enough, or the first if none is. */
    public RSAKey current() {
        List<Lying> keys = present();
        Instant now = clock.instant();
        return keys.reversed().stream()
                .filter(key -> signsFrom(key).isBefore(now))
                .findFirst()
                .orElse(keys.getFirst())
                .key();
    }

    /** Public halves of all keys whose tokens may still be good. */
    public JWKSet published() {
        List<Lying> keys = present();
        Instant now = clock.instant();
        List<JWK> published = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            boolean replaced =
                    i + 1 < keys.size() && lastTokenBefore(keys.get(i + 1)).isBefore(now);
            if (!replaced) {
                published.add(keys.get(i).key().toPublicJWK());
            }
        }
        return new JWKSet(published);
    }

    private Instant signsFrom(Lying key) {
        return key.since().plus(properties.signAfter());
    }

    private Instant lastTokenBefore(Lying successor) {
        return signsFrom(successor).plus(AccessTokenIssuer.LIFE).plus(MARGIN);
    }

    private synchronized List<Lying> present() {
        Instant now = clock.instant();
        if (Duration.between(lookedAt, now).compareTo(LOOKED_AT_EVERY) >= 0 || now.isBefore(lookedAt)) {
            look();
            lookedAt = now;
        }
        return List.copyOf(lying.values());
    }

    private void look() {
        try {
            Map<Path, Lying> found = new TreeMap<>();
            for (Path file : PemKeys.files(properties.keyDirectory())) {
                Lying known = lying.get(file);
                Instant since = Files.getLastModifiedTime(file).toInstant();
                found.put(
                        file,
                        known != null && known.since().equals(since)
                                ? known
                                : new Lying(PemKeys.privateKey(file), since));
            }
            if (found.isEmpty() && !lying.isEmpty()) {
                throw new IOException("no key is left in the folder");
            }
            lying = found;
            trouble = "";
        } catch (IOException | IllegalStateException unusable) {
            if (lying.isEmpty()) {
                throw new IllegalStateException("user.tokens.key-directory has no usable key", unusable);
            }
            if (!unusable.toString().equals(trouble)) {
                log.error("the keys that sign tokens stay as they are", unusable);
            }
            trouble = unusable.toString();
        }
    }
}
