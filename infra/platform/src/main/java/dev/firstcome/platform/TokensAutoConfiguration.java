package dev.firstcome.platform;

import dev.firstcome.platform.startup.Startup;
import dev.firstcome.platform.tokens.AccessTokens;
import dev.firstcome.platform.tokens.StreamTicketVerifier;
import dev.firstcome.platform.tokens.TokenKeys;
import dev.firstcome.platform.tokens.TokensProperties;
import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.security.oauth2.jwt.JwtDecoder;

/** Verification of users' tokens, wherever their keys are known. */
@AutoConfiguration(before = OAuth2ResourceServerAutoConfiguration.class)
@ConditionalOnProperty("platform.tokens.jwks-uri")
@EnableConfigurationProperties(TokensProperties.class)
public class TokensAutoConfiguration {
    @Bean(destroyMethod = "close")
    TokenKeys tokenKeys(TokensProperties properties, Startup startup) {
        return AccessTokens.keys(properties, startup);
    }

    @Bean
    JwtDecoder jwtDecoder(TokenKeys keys, TokensProperties properties, Clock clock) {
        return AccessTokens.decoder(keys, properties, clock);
    }

    @Bean
    StreamTicketVerifier streamTicketVerifier(TokenKeys keys, TokensProperties properties, Clock clock) {
        return new StreamTicketVerifier(keys, properties, clock);
    }
}
