package dev.firstcome.payment.monitoring.web;

import dev.firstcome.payment.monitoring.RequestRateMonitor;
import dev.firstcome.platform.web.ClientAddress;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.UUID;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Counts every authenticated checkout request, including rejected ones. It runs after authentication and rejects
 * nothing.
 */
@Component
class PaymentRequestRateFilter extends OncePerRequestFilter {
    private static final String CHECKOUT = "/api/payments";

    private final RequestRateMonitor requestRates;

    PaymentRequestRateFilter(RequestRateMonitor requestRates) {
        this.requestRates = requestRates;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !HttpMethod.POST.matches(request.getMethod()) || !CHECKOUT.equals(request.getRequestURI());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Principal caller = request.getUserPrincipal();
        if (caller != null) {
            count(caller.getName(), request);
        }
        chain.doFilter(request, response);
    }

    private void count(String userId, HttpServletRequest request) {
        try {
            requestRates.recordRequest(UUID.fromString(userId), request.getHeader(ClientAddress.HEADER));
        } catch (IllegalArgumentException notAUser) {
            logger.debug("request rates: the caller is not a user");
        }
    }
}
