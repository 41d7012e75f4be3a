package dev.firstcome.platform;

import dev.firstcome.platform.problems.RefusedCalls;
import dev.firstcome.platform.streams.Streams;
import dev.firstcome.platform.streams.StreamsProperties;
import dev.firstcome.platform.tokens.StreamTicketVerifier;
import dev.firstcome.platform.tokens.UsedTickets;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.TomcatConnectorCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.web.SecurityFilterChain;

/** Streams to clients, for services on Spring MVC, and the tickets that open them. */
@AutoConfiguration(after = {TokensAutoConfiguration.class, ServletAutoConfiguration.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@EnableConfigurationProperties(StreamsProperties.class)
public class StreamsAutoConfiguration {
    /** As much as a connection of 100 Mbit/s and 10 ms has on its way. */
    private static final int SEND_BUFFER = 128 << 10;

    @Bean
    Streams streams(StreamsProperties properties, Clock clock, MeterRegistry meters) {
        return new Streams(properties, clock, meters);
    }

    /**
     * What the kernel holds of an answer that its reader does not take: by itself it would be some megabytes for each, and a
     * slow reader would be noticed only after as much.
     */
    @Bean
    TomcatConnectorCustomizer smallSendBuffers() {
        return connector -> connector.setProperty("socket.txBufSize", Integer.toString(SEND_BUFFER));
    }

    @Bean
    UsedTickets usedTickets() {
        return new UsedTickets();
    }

    /** A call with a ticket is known by the ticket and by nothing else. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE + 1) // after the one for internal addresses
    @ConditionalOnBean(StreamTicketVerifier.class)
    SecurityFilterChain ticketSecurityFilterChain(
            HttpSecurity http, StreamTicketVerifier tickets, UsedTickets used, RefusedCalls refused) {
        return ServletAutoConfiguration.bare(http, refused)
                .securityMatcher(request -> request.getHeader(StreamTicketVerifier.HEADER) != null)
                .authorizeHttpRequests(requests -> requests.requestMatchers("/ops/**")
                        .hasRole("OPERATOR")
                        .anyRequest()
                        .authenticated())
                .oauth2ResourceServer(server -> server.authenticationEntryPoint(refused::refuseTicket)
                        .accessDeniedHandler(refused)
                        .bearerTokenResolver(StreamsAutoConfiguration::ticketOf)
                        .authenticationManagerResolver(request -> opening(request, tickets, used)))
                .build();
    }

    private static @Nullable String ticketOf(HttpServletRequest request) {
        String ticket = request.getHeader(StreamTicketVerifier.HEADER);
        return ticket == null || ticket.isEmpty() ? null : ticket;
    }

    private static AuthenticationManager opening(
            HttpServletRequest request, StreamTicketVerifier tickets, UsedTickets used) {
        return authentication -> {
            String ticket = ((BearerTokenAuthenticationToken) authentication).getToken();
            try {
                StreamTicketVerifier.Ticket verified =
                        tickets.verify(ticket, request.getMethod(), request.getRequestURI());
                if (!used.first(verified.id())) {
                    throw new InvalidBearerTokenException("the ticket was used before");
                }
                return verified.authentication();
            } catch (JwtException invalid) {
                throw new InvalidBearerTokenException("the ticket is not good", invalid);
            }
        };
    }
}
