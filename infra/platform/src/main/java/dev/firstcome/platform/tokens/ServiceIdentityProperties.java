package dev.firstcome.platform.tokens;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Who this process is among the services. Takes effect at the start of the process, but for the public keys.
 *
 * @param name the service's name: the issuer of its tokens, the audience of those that it takes
 * @param key the private key that signs its tokens, {@code <name>.<id>.pem}; none: it calls nobody
 * @param publicKeys folder of the public keys of all services, named as their private ones; looked at again every few
 *     seconds, so that keys rotate without a restart of those who are called. None: nobody may call
 */
@ConfigurationProperties("platform.service")
public record ServiceIdentityProperties(
        String name, @Nullable Path key, @Nullable Path publicKeys) {}
