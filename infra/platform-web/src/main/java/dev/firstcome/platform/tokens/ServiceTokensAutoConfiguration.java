package dev.firstcome.platform.tokens;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configures the tokens of calls between services. The issuer needs a private key; the verifier needs the folder
 * of public keys.
 */
@AutoConfiguration
@ConditionalOnProperty("platform.service.name")
@EnableConfigurationProperties(ServiceTokensAutoConfiguration.ServiceIdentityProperties.class)
public class ServiceTokensAutoConfiguration {
    @Bean
    @ConditionalOnProperty("platform.service.key")
    ServiceTokenIssuer serviceTokenIssuer(ServiceIdentityProperties identity, Clock clock) {
        return new ServiceTokenIssuer(
                identity.name(), PemKeys.privateKey(Objects.requireNonNull(identity.key())), clock);
    }

    @Bean
    @ConditionalOnProperty("platform.service.public-keys")
    ServiceTokenVerifier serviceTokenVerifier(ServiceIdentityProperties identity, Clock clock) {
        return new ServiceTokenVerifier(identity.name(), Objects.requireNonNull(identity.publicKeys()), clock);
    }

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
}
