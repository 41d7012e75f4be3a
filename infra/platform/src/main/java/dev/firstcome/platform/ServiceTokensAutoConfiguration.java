package dev.firstcome.platform;

import dev.firstcome.platform.tokens.PemKeys;
import dev.firstcome.platform.tokens.ServiceIdentityProperties;
import dev.firstcome.platform.tokens.ServiceTokenVerifier;
import dev.firstcome.platform.tokens.ServiceTokens;
import java.time.Clock;
import java.util.Objects;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Tokens by which services call each other: made where there is a key, taken where the others' keys are known. */
@AutoConfiguration(beforeName = "dev.firstcome.platform.ServletAutoConfiguration") // by name: it may not be loadable
@ConditionalOnProperty("platform.service.name")
@EnableConfigurationProperties(ServiceIdentityProperties.class)
public class ServiceTokensAutoConfiguration {
    @Bean
    @ConditionalOnProperty("platform.service.key")
    ServiceTokens serviceTokens(ServiceIdentityProperties self, Clock clock) {
        return new ServiceTokens(self.name(), PemKeys.privateKey(Objects.requireNonNull(self.key())), clock);
    }

    @Bean
    @ConditionalOnProperty("platform.service.public-keys")
    ServiceTokenVerifier serviceTokenVerifier(ServiceIdentityProperties self, Clock clock) {
        return new ServiceTokenVerifier(self.name(), Objects.requireNonNull(self.publicKeys()), clock);
    }
}
