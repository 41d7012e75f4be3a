package dev.firstcome.payment.watching.web;

import dev.firstcome.payment.watching.Bursts;
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

/** Hears of every call of the checkout, also of one that is refused. It stands behind security, and refuses nobody. */
@Component
class PaymentCallFilter extends OncePerRequestFilter {
    private static final String CHECKOUT = "/api/payments";

    private final Bursts bursts;

    PaymentCallFilter(Bursts bursts) {
        this.bursts = bursts;
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
            hear(caller.getName(), request);
        }
        chain.doFilter(request, response);
    }

    private void hear(String caller, HttpServletRequest request) {
        try {
            bursts.called(UUID.fromString(caller), request.getHeader(ClientAddress.HEADER));
        } catch (IllegalArgumentException notAUser) {
            logger.debug("a caller who is no user");
        }
    }
}
