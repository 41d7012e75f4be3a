package dev.firstcome.coupon.bursts.web;

import dev.firstcome.coupon.bursts.Bursts;
import dev.firstcome.platform.web.ClientAddress;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Hears of every request for a coupon, also of one that is refused. It stands behind security, and refuses nobody. */
@Component
class BurstFilter extends OncePerRequestFilter {
    private static final String DEVICE = "X-Device-Id";

    private final Bursts bursts;

    BurstFilter(Bursts bursts) {
        this.bursts = bursts;
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
        bursts.asked(request.getHeader(ClientAddress.HEADER), request.getHeader(DEVICE));
        chain.doFilter(request, response);
    }
}
