package dev.firstcome.platform.streams;

import dev.firstcome.platform.problems.SecurityProblemHandler;
import dev.firstcome.platform.tokens.RecentTicketIds;
import dev.firstcome.platform.tokens.StreamTicketVerifier;
import dev.firstcome.platform.tokens.TokensAutoConfiguration;
import dev.firstcome.platform.web.ServletAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.TomcatConnectorCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Auto-configures server-sent event streams and their tickets in services on Spring MVC. */
@AutoConfiguration(after = {TokensAutoConfiguration.class, ServletAutoConfiguration.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@EnableConfigurationProperties(StreamsProperties.class)
public class StreamsAutoConfiguration implements WebMvcConfigurer {
    /** The bandwidth-delay product of a connection with 100 Mbit/s and 10 ms. */
    private static final int SEND_BUFFER_BYTES = 128 << 10;

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new HeadRequestInterceptor());
    }

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

    /**
     * Answers {@code HEAD} of a stream with 405. Spring MVC would call the handler of {@code GET}, which serves a stream without
     * a reader for as long as the caller's token is valid. The answer's head is sent at the start, so the gateway would send the
     * next request on this connection, where nothing reads it.
     */
    public static final class HeadRequestInterceptor implements HandlerInterceptor {
        private static final List<String> ALLOWED = List.of(HttpMethod.GET.name(), HttpMethod.OPTIONS.name());

        @Override
        public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
                throws HttpRequestMethodNotSupportedException {
            if (HttpMethod.HEAD.matches(request.getMethod()) && producesStream(request)) {
                throw new HttpRequestMethodNotSupportedException(request.getMethod(), ALLOWED);
            }
            return true;
        }

        private static boolean producesStream(HttpServletRequest request) {
            return request.getAttribute(HandlerMapping.PRODUCIBLE_MEDIA_TYPES_ATTRIBUTE) instanceof Collection<?> types
                    && types.contains(MediaType.TEXT_EVENT_STREAM);
        }
    }
}
