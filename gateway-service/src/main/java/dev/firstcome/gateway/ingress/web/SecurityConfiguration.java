package dev.firstcome.gateway.ingress.web;

import dev.firstcome.gateway.ingress.IngressProperties;
import dev.firstcome.platform.problems.ProblemException;
import dev.firstcome.platform.startup.StartupTasks;
import dev.firstcome.platform.tokens.AccessTokens;
import java.time.Duration;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity.AuthorizeExchangeSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.CorsSpec;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.ReactiveJwtAuthenticationConverterAdapter;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.savedrequest.NoOpServerRequestCache;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.cors.reactive.UrlBasedCorsConfigurationSource;
import reactor.core.publisher.Mono;

/** Authorizes requests by path, method and role. A path without a rule is denied. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
    private static final Duration PREFLIGHT_MAX_AGE = Duration.ofMinutes(10);

    @Bean
    SecurityWebFilterChain accessTokenFilterChain(
            ServerHttpSecurity http,
            SecurityExceptionHandler exceptionHandler,
            InvalidTokenHandler invalidTokens,
            ReactiveJwtDecoder tokens) {
        return stateless(http, exceptionHandler)
                .oauth2ResourceServer(server -> server.authenticationEntryPoint(exceptionHandler)
                        .authenticationFailureHandler(invalidTokens)
                        .accessDeniedHandler(exceptionHandler)
                        .jwt(jwt -> jwt.jwtDecoder(tokens)
                                .jwtAuthenticationConverter(
                                        new ReactiveJwtAuthenticationConverterAdapter(AccessTokens.authentication()))))
                .authorizeExchange(SecurityConfiguration::authorize)
                .build();
    }

    /** Authenticates stream requests by their ticket only. An access token in the same request has no effect. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    SecurityWebFilterChain streamTicketFilterChain(
            ServerHttpSecurity http,
            SecurityExceptionHandler exceptionHandler,
            StreamTicketAuthenticator authenticator) {
        return stateless(http, exceptionHandler)
                .securityMatcher(StreamTicketAuthenticator::matchesTicketRequest)
                .oauth2ResourceServer(server -> server.authenticationEntryPoint(exceptionHandler::rejectTicket)
                        .accessDeniedHandler(exceptionHandler)
                        .bearerTokenConverter(StreamTicketAuthenticator::ticketFrom)
                        .authenticationManagerResolver(exchange -> Mono.just(authenticator.managerFor(exchange))))
                .authorizeExchange(requests -> requests.pathMatchers("/ops/**")
                        .hasRole("OPERATOR")
                        .pathMatchers("/api/**")
                        .authenticated()
                        .anyExchange()
                        .denyAll())
                .build();
    }

    /** Disables the features of browser sessions: CSRF tokens, form login, request cache, stored security context. */
    private static ServerHttpSecurity stateless(ServerHttpSecurity http, SecurityExceptionHandler exceptionHandler) {
        return http.csrf(ServerHttpSecurity.CsrfSpec::disable)
                .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
                .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
                .logout(ServerHttpSecurity.LogoutSpec::disable)
                .requestCache(cache -> cache.requestCache(NoOpServerRequestCache.getInstance()))
                .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
                .cors(CorsSpec::disable)
                .exceptionHandling(denied ->
                        denied.authenticationEntryPoint(exceptionHandler).accessDeniedHandler(exceptionHandler));
    }

    /**
     * Verifies tokens on the event loop: the keys are in memory, and a signature check takes less time than a change of
     * threads. Before the keys are loaded, every token gets 503, because neither acceptance nor rejection is justified.
     */
    @Bean
    ReactiveJwtDecoder reactiveJwtDecoder(JwtDecoder decoder, StartupTasks startup) {
        return token -> Mono.fromCallable(() -> decoder.decode(token))
                .onErrorMap(
                        JwtException.class,
                        invalid -> startup.allSucceeded() ? invalid : ProblemException.unavailable());
    }

    private static void authorize(AuthorizeExchangeSpec requests) {
        requests.pathMatchers(HttpMethod.POST, "/api/users", "/api/sessions", "/api/sessions/refresh")
                .permitAll()
                .pathMatchers(HttpMethod.POST, "/api/receipts/verify", "/webhooks/psp")
                .permitAll()
                .pathMatchers(HttpMethod.GET, "/api/campaigns/{id}/proof", "/api/proof-keys")
                .permitAll()
                .pathMatchers(HttpMethod.GET, "/api/campaigns", "/api/campaigns/{id}", "/api/products/**")
                .permitAll()
                .pathMatchers(HttpMethod.GET, "/.well-known/jwks.json", "/openapi/**", "/swagger-ui/**")
                .permitAll()
                // These endpoints exist only on the management port.
                .pathMatchers("/actuator/health/**")
                .permitAll()
                .pathMatchers("/ops/**", "/actuator/**")
                .hasRole("OPERATOR")
                .pathMatchers("/api/**")
                .authenticated()
                .anyExchange()
                .denyAll();
    }

    /** In front of the limit of calls in flight, so that a browser can read a refusal of that limit, too. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE + 1)
    CorsWebFilter corsFilter(IngressProperties properties) {
        UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
        List<String> origins = properties.corsOrigins();
        if (!origins.isEmpty()) {
            CorsConfiguration allowed = new CorsConfiguration();
            allowed.setAllowedOrigins(origins);
            allowed.setAllowedMethods(List.of("GET", "POST", "PUT", "PATCH", "DELETE"));
            allowed.setAllowedHeaders(List.of("*"));
            allowed.setExposedHeaders(List.of(
                    "Location",
                    "Retry-After",
                    "Idempotency-Replayed",
                    RequestIdFilter.HEADER,
                    "X-Read-Token",
                    RateLimitFilter.REMAINING));
            allowed.setMaxAge(PREFLIGHT_MAX_AGE);
            source.registerCorsConfiguration("/**", allowed);
        }
        return new CorsWebFilter(source);
    }
}
