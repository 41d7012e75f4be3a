package dev.firstcome.platform.openapi;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Evaluates the authorization rules of the service's own security filter chains, for an anonymous caller and for a user
 * without roles. Works only while a request is handled, because the evaluated call is derived from the current one.
 */
final class FilterChainAccess implements OperationAccess {
    private static final Pattern VARIABLE = Pattern.compile("\\{[^}]*}");
    private static final String SAMPLE = "00000000-0000-7000-8000-000000000000";
    private static final Authentication ANONYMOUS = new AnonymousAuthenticationToken(
            "openapi", "anonymous", AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS"));
    private static final Authentication USER =
            UsernamePasswordAuthenticationToken.authenticated("openapi", "", List.of());

    private final ObjectProvider<SecurityFilterChain> chains;

    FilterChainAccess(ObjectProvider<SecurityFilterChain> chains) {
        this.chains = chains;
    }

    @Override
    public Level of(HttpMethod method, String path) {
        HttpServletRequest current =
                ((ServletRequestAttributes) RequestContextHolder.currentRequestAttributes()).getRequest();
        HttpServletRequest call =
                new EvaluatedCall(current, method.name(), VARIABLE.matcher(path).replaceAll(SAMPLE));
        AuthorizationManager<HttpServletRequest> rules = rulesOf(call);
        if (isGranted(rules, ANONYMOUS, call)) {
            return Level.PUBLIC;
        }
        return isGranted(rules, USER, call) ? Level.SIGNED_IN : Level.OPERATOR;
    }

    private AuthorizationManager<HttpServletRequest> rulesOf(HttpServletRequest call) {
        SecurityFilterChain chain = chains.orderedStream()
                .filter(candidate -> candidate.matches(call))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no security filter chain for " + call.getRequestURI()));
        return chain.getFilters().stream()
                .filter(AuthorizationFilter.class::isInstance)
                .map(filter -> ((AuthorizationFilter) filter).getAuthorizationManager())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no authorization rules for " + call.getRequestURI()));
    }

    private static boolean isGranted(
            AuthorizationManager<HttpServletRequest> rules, Authentication caller, HttpServletRequest call) {
        AuthorizationResult result = rules.authorize(() -> caller, call);
        return result != null && result.isGranted();
    }

    /** The current request with another method and path, and with its own attributes. */
    private static final class EvaluatedCall extends HttpServletRequestWrapper {
        private final String method;
        private final String path;
        private final Map<String, Object> attributes = new HashMap<>();

        EvaluatedCall(HttpServletRequest current, String method, String path) {
            super(current);
            this.method = method;
            this.path = current.getContextPath() + path;
        }

        @Override
        public String getMethod() {
            return method;
        }

        @Override
        public String getRequestURI() {
            return path;
        }

        @Override
        public String getServletPath() {
            return path;
        }

        @Override
        public @Nullable Object getAttribute(String name) {
            return attributes.get(name);
        }

        @Override
        public void setAttribute(String name, Object value) {
            attributes.put(name, value);
        }

        @Override
        public void removeAttribute(String name) {
            attributes.remove(name);
        }
    }
}
