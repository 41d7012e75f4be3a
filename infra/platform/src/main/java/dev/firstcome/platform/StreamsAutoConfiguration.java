package dev.firstcome.platform;

import dev.firstcome.platform.problems.SecurityProblemHandler;
import dev.firstcome.platform.streams.EventStreamServer;
import dev.firstcome.platform.streams.StreamsProperties;
import dev.firstcome.platform.tokens.RecentTicketIds;
import dev.firstcome.platform.tokens.StreamTicketVerifier;
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

/** Auto-configures server-sent event streams and their tickets in services on Spring MVC. */
@AutoConfiguration(after = {TokensAutoConfiguration.class, ServletAutoConfiguration.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@EnableConfigurationProperties(StreamsProperties.class)
public class StreamsAutoConfiguration {
    /** The bandwidth-delay product of a connection with 100 Mbit/s and 10 ms. */
    private static final int SEND_BUFFER_BYTES = 128 << 10;

    @Bean
    EventStreamServer eventStreamServer(StreamsProperties properties, Clock clock, MeterRegistry meters) {
        return new EventStreamServer(properties, clock, meters);
    }

    /**
     * Limits the send buffer of each connection. The default of some megabytes per connection would delay the detection
     * of a slow reader by as many bytes.
     */
    @Bean
    TomcatConnectorCustomizer smallSendBuffers() {
        return connector -> connector.setProperty("socket.txBufSize", Integer.toString(SEND_BUFFER_BYTES));
    }

    @Bean
    RecentTicketIds recentTicketIds() {
        return new RecentTicketIds();
    }

    /** Authenticates a call with a ticket by the ticket only. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE + 1) // after the filter chain of internal endpoints
    @ConditionalOnBean(StreamTicketVerifier.class)
    SecurityFilterChain ticketSecurityFilterChain(
            HttpSecurity http,
            StreamTicketVerifier tickets,
            RecentTicketIds recentIds,
            SecurityProblemHandler problems) {
        return ServletAutoConfiguration.stateless(http, problems)
                .securityMatcher(request -> request.getHeader(StreamTicketVerifier.HEADER) != null)
                .authorizeHttpRequests(requests -> requests.requestMatchers("/ops/**")
                        .hasRole("OPERATOR")
                        .anyRequest()
                        .authenticated())
                .oauth2ResourceServer(server -> server.authenticationEntryPoint(problems::rejectTicket)
                        .accessDeniedHandler(problems)
                        .bearerTokenResolver(StreamsAutoConfiguration::ticketOf)
                        .authenticationManagerResolver(request -> ticketAuthentication(request, tickets, recentIds)))
                .build();
    }

    private static @Nullable String ticketOf(HttpServletRequest request) {
        String ticket = request.getHeader(StreamTicketVerifier.HEADER);
        return ticket == null || ticket.isEmpty() ? null : ticket;
    }

    private static AuthenticationManager ticketAuthentication(
            HttpServletRequest request, StreamTicketVerifier tickets, RecentTicketIds recentIds) {
        return authentication -> {
            String ticket = ((BearerTokenAuthenticationToken) authentication).getToken();
            try {
                StreamTicketVerifier.Ticket verified =
                        tickets.verify(ticket, request.getMethod(), request.getRequestURI());
                if (!recentIds.addIfAbsent(verified.id())) {
                    throw new InvalidBearerTokenException("the ticket was already used");
                }
                return verified.authentication();
            } catch (JwtException invalid) {
                throw new InvalidBearerTokenException("the ticket is invalid", invalid);
            }
        };
    }
}
