package dev.firstcome.gateway.door.web;

import dev.firstcome.gateway.door.DoorProperties;
import dev.firstcome.platform.problems.Problem;
import dev.firstcome.platform.startup.Startup;
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
import org.springframework.web.cors.reactive.UrlBasedCorsConfigurationSource;
import reactor.core.publisher.Mono;

/** Who may call what. What is not named here is refused. */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {
    private static final Duration PREFLIGHT_KEPT = Duration.ofMinutes(10);

    @Bean
    SecurityWebFilterChain doors(
            ServerHttpSecurity http, Refusals refusals, ReactiveJwtDecoder tokens, DoorProperties properties) {
        return bare(http, refusals, properties)
                .oauth2ResourceServer(server -> server.authenticationEntryPoint(refusals)
                        .accessDeniedHandler(refusals)
                        .jwt(jwt -> jwt.jwtDecoder(tokens)
                                .jwtAuthenticationConverter(
                                        new ReactiveJwtAuthenticationConverterAdapter(AccessTokens.authentication()))))
                .authorizeExchange(AccessConfiguration::rules)
                .build();
    }

    /** A call with a ticket is known by the ticket and by nothing else. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    SecurityWebFilterChain ticketDoors(
            ServerHttpSecurity http, Refusals refusals, StreamTickets tickets, DoorProperties properties) {
        return bare(http, refusals, properties)
                .securityMatcher(StreamTickets::isTicketCall)
                .oauth2ResourceServer(server -> server.authenticationEntryPoint(refusals::refuseTicket)
                        .accessDeniedHandler(refusals)
                        .bearerTokenConverter(StreamTickets::ticketOf)
                        .authenticationManagerResolver(exchange -> Mono.just(tickets.opening(exchange))))
                .authorizeExchange(calls -> calls.pathMatchers("/ops/**")
                        .hasRole("OPERATOR")
                        .pathMatchers("/api/**")
                        .authenticated()
                        .anyExchange()
                        .denyAll())
                .build();
    }

    /** Without all that browsers' sessions need. */
    private static ServerHttpSecurity bare(ServerHttpSecurity http, Refusals refusals, DoorProperties properties) {
        return http.csrf(ServerHttpSecurity.CsrfSpec::disable)
                .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
                .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
                .logout(ServerHttpSecurity.LogoutSpec::disable)
                .requestCache(cache -> cache.requestCache(NoOpServerRequestCache.getInstance()))
                .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
                .cors(cors -> allowOrigins(cors, properties.corsOrigins()))
                .exceptionHandling(
                        denied -> denied.authenticationEntryPoint(refusals).accessDeniedHandler(refusals));
    }

    /**
     * Verifies on the event loop: the keys are in memory and a signature takes some tens of microseconds, less than handing
     * it to another thread and back. While the keys are not known yet nothing can be said about a token, good or bad.
     */
    @Bean
    ReactiveJwtDecoder reactiveJwtDecoder(JwtDecoder decoder, Startup startup) {
        return token -> Mono.fromCallable(() -> decoder.decode(token))
                .onErrorMap(JwtException.class, invalid -> startup.done() ? invalid : Problem.unavailable());
    }

    private static void rules(AuthorizeExchangeSpec calls) {
        calls.pathMatchers(HttpMethod.POST, "/api/users", "/api/sessions", "/api/sessions/refresh")
                .permitAll()
                .pathMatchers(HttpMethod.POST, "/api/receipts/verify", "/webhooks/psp")
                .permitAll()
                .pathMatchers(HttpMethod.GET, "/api/campaigns/{id}/proof", "/api/proof-keys")
                .permitAll()
                .pathMatchers(HttpMethod.GET, "/api/campaigns", "/api/campaigns/{id}", "/api/products/**")
                .permitAll()
                .pathMatchers(HttpMethod.GET, "/.well-known/jwks.json", "/openapi/**", "/swagger-ui/**")
                .permitAll()
                // On the management port only: nothing is there on the clients' port.
                .pathMatchers("/actuator/health/**")
                .permitAll()
                .pathMatchers("/ops/**", "/actuator/**")
                .hasRole("OPERATOR")
                .pathMatchers("/api/**")
                .authenticated()
                .anyExchange()
                .denyAll();
    }

    private static void allowOrigins(CorsSpec cors, List<String> origins) {
        UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
        if (!origins.isEmpty()) {
            CorsConfiguration allowed = new CorsConfiguration();
            allowed.setAllowedOrigins(origins);
            allowed.setAllowedMethods(List.of("GET", "POST", "PUT", "PATCH", "DELETE"));
            allowed.setAllowedHeaders(List.of("*"));
            allowed.setExposedHeaders(List.of(
                    "Location",
                    "Retry-After",
                    "Idempotency-Replayed",
                    RequestIds.HEADER,
                    "X-Read-Token",
                    RateLimitFilter.REMAINING));
            allowed.setMaxAge(PREFLIGHT_KEPT);
            source.registerCorsConfiguration("/**", allowed);
        }
        cors.configurationSource(source);
    }
}
