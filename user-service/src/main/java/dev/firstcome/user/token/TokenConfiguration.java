package dev.firstcome.user.token;

import dev.firstcome.platform.tokens.AccessTokens;
import dev.firstcome.platform.tokens.StreamTicketVerifier;
import dev.firstcome.platform.tokens.TokensProperties;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.jwt.JwtDecoder;

/** Verifies tokens with the local signing keys. The other services fetch the published keys over HTTP. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TokensProperties.class)
class TokenConfiguration {
    @Bean
    JwtDecoder jwtDecoder(SigningKeys keys, TokensProperties properties, Clock clock) {
        return AccessTokens.decoder((selector, context) -> selector.select(keys.published()), properties, clock);
    }

    @Bean
    StreamTicketVerifier streamTicketVerifier(SigningKeys keys, TokensProperties properties, Clock clock) {
        return new StreamTicketVerifier((selector, context) -> selector.select(keys.published()), properties, clock);
    }
}
