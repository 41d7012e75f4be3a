package dev.firstcome.user.api.web;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.stereotype.Component;

/**
 * Reads the access token of the {@code Authorization} header, except on the {@link PublicEndpoints}. A client that sends
 * an expired token along with a sign-in or refresh must not get 401: it makes that call because the token has expired.
 */
@Component
final class AccessTokenResolver implements BearerTokenResolver {
    private final PublicEndpoints publicEndpoints;
    private final BearerTokenResolver header = new DefaultBearerTokenResolver();

    AccessTokenResolver(PublicEndpoints publicEndpoints) {
        this.publicEndpoints = publicEndpoints;
    }

    @Override
    public @Nullable String resolve(HttpServletRequest request) {
        return publicEndpoints.contains(request) ? null : header.resolve(request);
    }
}
