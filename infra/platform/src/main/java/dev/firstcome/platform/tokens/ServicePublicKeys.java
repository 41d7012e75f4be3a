package dev.firstcome.platform.tokens;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public keys of all services, from a folder. It is read at most every two seconds, so an added or removed key
 * takes effect soon. An unreadable key is logged and skipped. Thread-safe.
 */
final class ServicePublicKeys implements JWKSource<SecurityContext> {
    private static final Logger log = LoggerFactory.getLogger(ServicePublicKeys.class);
    private static final Duration REFRESH_INTERVAL = Duration.ofSeconds(2);

    private final Path folder;
    private final Clock clock;
    private JWKSet keys = new JWKSet();
    private Instant refreshAt = Instant.MIN;

    ServicePublicKeys(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) {
        return selector.select(current());
    }

    private synchronized JWKSet current() {
        Instant now = clock.instant();
        if (!now.isBefore(refreshAt)) {
            try {
                keys = new JWKSet(PemKeys.files(folder).stream()
                        .<JWK>mapMulti((file, found) -> read(file, found::accept))
                        .toList());
            } catch (IOException unreadable) {
                log.warn("service keys: folder is unreadable, using the previous keys: {}", unreadable.toString());
            }
            refreshAt = now.plus(REFRESH_INTERVAL);
        }
        return keys;
    }

    private static void read(Path file, Consumer<JWK> found) {
        try {
            found.accept(PemKeys.publicKey(file));
        } catch (IllegalStateException invalid) {
            log.warn("service keys: skipping an invalid key: {}", invalid.getMessage());
        }
    }
}
