package dev.firstcome.platform;

import dev.firstcome.platform.tokens.PemKeys;
import dev.firstcome.platform.tokens.ServiceIdentityProperties;
import dev.firstcome.platform.tokens.ServiceTokenIssuer;
import dev.firstcome.platform.tokens.ServiceTokenVerifier;
import java.time.Clock;
import java.util.Objects;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configures the tokens of calls between services. The issuer needs a private key; the verifier needs the folder
 * of public keys.
 */
@AutoConfiguration(beforeName = "dev.firstcome.platform.ServletAutoConfiguration") // by name: it may not be loadable
@ConditionalOnProperty("platform.service.name")
@EnableConfigurationProperties(ServiceIdentityProperties.class)
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
}
