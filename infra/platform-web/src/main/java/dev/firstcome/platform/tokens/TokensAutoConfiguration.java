package dev.firstcome.platform.tokens;

import dev.firstcome.platform.startup.StartupTasks;
import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.security.oauth2.jwt.JwtDecoder;

/** Auto-configures the verification of users' access tokens and stream tickets. */
@AutoConfiguration(before = OAuth2ResourceServerAutoConfiguration.class)
@ConditionalOnProperty("platform.tokens.jwks-uri")
@EnableConfigurationProperties(TokensProperties.class)
public class TokensAutoConfiguration {
    @Bean(destroyMethod = "close")
    RefreshingJwkSource accessTokenKeys(TokensProperties properties, StartupTasks startup) {
        return AccessTokens.keys(properties, startup);
    }

    @Bean
    JwtDecoder jwtDecoder(RefreshingJwkSource keys, TokensProperties properties, Clock clock) {
        return AccessTokens.decoder(keys, properties, clock);
    }

    @Bean
    StreamTicketVerifier streamTicketVerifier(RefreshingJwkSource keys, TokensProperties properties, Clock clock) {
        return new StreamTicketVerifier(keys, properties, clock);
    }
}
