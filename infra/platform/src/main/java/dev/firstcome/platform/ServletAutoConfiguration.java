package dev.firstcome.platform;

import dev.firstcome.platform.problems.ProblemAdvice;
import dev.firstcome.platform.problems.RefusedCalls;
import dev.firstcome.platform.tokens.AccessRules;
import dev.firstcome.platform.tokens.AccessTokens;
import dev.firstcome.platform.tokens.CurrentUserResolver;
import dev.firstcome.platform.tokens.InternalRules;
import dev.firstcome.platform.tokens.ServiceTokenVerifier;
import dev.firstcome.platform.web.StrictIds;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Locale;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.i18n.AcceptHeaderLocaleResolver;
import tools.jackson.databind.ObjectMapper;

/** The edge of a service on Spring MVC: who may call, and how refusals look. */
@AutoConfiguration(
        before = {WebMvcAutoConfiguration.class, OAuth2ResourceServerAutoConfiguration.class},
        after = TokensAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@Import({ProblemAdvice.class, StrictIds.class})
public class ServletAutoConfiguration implements WebMvcConfigurer {
    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new CurrentUserResolver());
    }

    @Bean
    LocaleResolver localeResolver() {
        AcceptHeaderLocaleResolver resolver = new AcceptHeaderLocaleResolver();
        resolver.setSupportedLocales(List.of(Locale.ENGLISH, Locale.KOREAN));
        resolver.setDefaultLocale(Locale.ENGLISH);
        return resolver;
    }

    /** Internal addresses know services only: no user's token, and none of a service that no rule names. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    SecurityFilterChain internalSecurityFilterChain(
            HttpSecurity http,
            ObjectProvider<InternalRules> rules,
            ObjectProvider<ServiceTokenVerifier> tokens,
            RefusedCalls refused) {
        bare(http, refused).securityMatcher("/internal/**").authorizeHttpRequests(requests -> {
            rules.orderedStream().forEach(rule -> rule.apply(requests));
            requests.anyRequest().denyAll();
        });
        tokens.ifAvailable(verifier -> http.oauth2ResourceServer(server -> server.authenticationEntryPoint(refused)
                .accessDeniedHandler(refused)
                .jwt(jwt -> jwt.decoder(verifier.decoder())
                        .jwtAuthenticationConverter(ServiceTokenVerifier.authentication()))));
        return http.build();
    }

    @Bean
    RefusedCalls refusedCalls(MessageSource messages, ObjectMapper json, MeterRegistry meters) {
        return new RefusedCalls(messages, json, meters);
    }

    @Bean
    SecurityFilterChain securityFilterChain(
            HttpSecurity http,
            ObjectProvider<AccessRules> rules,
            ObjectProvider<JwtDecoder> tokens,
            RefusedCalls refused) {
        bare(http, refused).authorizeHttpRequests(requests -> {
            requests.requestMatchers("/actuator/health/**", "/v3/api-docs/**", "/error")
                    .permitAll();
            requests.requestMatchers("/ops/**", "/actuator/**").hasRole("OPERATOR");
            rules.orderedStream().forEach(rule -> rule.apply(requests));
            requests.anyRequest().authenticated();
        });
        tokens.ifAvailable(decoder -> http.oauth2ResourceServer(server -> server.authenticationEntryPoint(refused)
                .accessDeniedHandler(refused)
                .jwt(jwt -> jwt.decoder(decoder).jwtAuthenticationConverter(AccessTokens.authentication()))));
        return http.build();
    }

    /** Without all that browsers' sessions need. */
    static HttpSecurity bare(HttpSecurity http, RefusedCalls refused) {
        return http.csrf(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .exceptionHandling(
                        denied -> denied.authenticationEntryPoint(refused).accessDeniedHandler(refused));
    }
}
