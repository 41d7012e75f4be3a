package dev.firstcome.platform.tokens;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Configures the identity of this process in calls between services. Changes need a restart, except for the public
 * keys.
 *
 * @param name the name of the service: the issuer of its own tokens and the audience of the tokens it accepts
 *
 * @param key the private key {@code <name>.<id>.pem} that signs its tokens; null if the service calls no other service
 *
 * @param publicKeys the folder with the public keys of all services, named like the private keys. It is read every few
 * seconds, so keys rotate without a restart. Null if no service calls this one
 */
@ConfigurationProperties("platform.service")
public record ServiceIdentityProperties(
        String name, @Nullable Path key, @Nullable Path publicKeys) {}
