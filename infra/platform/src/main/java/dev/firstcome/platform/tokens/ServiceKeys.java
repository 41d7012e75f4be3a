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
 * The public keys of all services, from a folder. It is read again when it was read some seconds ago, so a key that was
 * added or taken away counts soon; one that cannot be read is left out, and said so.
 */
final class ServiceKeys implements JWKSource<SecurityContext> {
    private static final Logger log = LoggerFactory.getLogger(ServiceKeys.class);
    private static final Duration KEPT_FOR = Duration.ofSeconds(2);

    private final Path folder;
    private final Clock clock;
    private JWKSet keys = new JWKSet();
    private Instant readAgainAt = Instant.MIN;

    ServiceKeys(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) {
        return selector.select(present());
    }

    private synchronized JWKSet present() {
        Instant now = clock.instant();
        if (!now.isBefore(readAgainAt)) {
            try {
                keys = new JWKSet(PemKeys.files(folder).stream()
                        .<JWK>mapMulti((file, found) -> read(file, found::accept))
                        .toList());
            } catch (IOException away) {
                log.warn("the services' keys stay as they are: {}", away.toString());
            }
            readAgainAt = now.plus(KEPT_FOR);
        }
        return keys;
    }

    private static void read(Path file, Consumer<JWK> found) {
        try {
            found.accept(PemKeys.publicKey(file));
        } catch (IllegalStateException unusable) {
            log.warn("a service's key is left out: {}", unusable.getMessage());
        }
    }
}
