package dev.firstcome.coupon.requestrate.web;

import dev.firstcome.coupon.requestrate.RequestRateMonitor;
import dev.firstcome.platform.web.ClientAddress;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Records every authenticated coupon request, including rejected ones. Runs after security and never rejects a request.
 */
@Component
class RequestRateFilter extends OncePerRequestFilter {
    private static final String DEVICE = "X-Device-Id";

    private final RequestRateMonitor monitor;

    RequestRateFilter(RequestRateMonitor monitor) {
        this.monitor = monitor;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        return !HttpMethod.POST.matches(request.getMethod())
                || !path.startsWith("/api/campaigns/")
                || !path.endsWith("/requests");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        monitor.recordRequest(request.getHeader(ClientAddress.HEADER), request.getHeader(DEVICE));
        chain.doFilter(request, response);
    }
}
