package dev.firstcome.platform.tokens;

import java.security.Principal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Resolves parameters with {@link CurrentUser}. It rejects a token whose subject is not a user id. */
public final class CurrentUserArgumentResolver implements HandlerMethodArgumentResolver {
    private static final String SEGMENTS = "segments";

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.hasParameterAnnotation(CurrentUser.class);
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binder) {
        Principal principal = request.getUserPrincipal();
        UUID userId = userId(principal);
        return parameter.getParameterType() == Caller.class ? new Caller(userId, segments(principal)) : userId;
    }

    private static UUID userId(@Nullable Principal principal) {
        try {
            return UUID.fromString(principal == null ? "" : principal.getName());
        } catch (IllegalArgumentException notAnId) {
            throw new InsufficientAuthenticationException("the subject of the token is not a user id", notAnId);
        }
    }

    private static List<String> segments(@Nullable Principal principal) {
        if (!(principal instanceof JwtAuthenticationToken token)) {
            return List.of();
        }
        List<String> segments = token.getToken().getClaimAsStringList(SEGMENTS);
        return segments == null ? List.of() : List.copyOf(segments);
    }
}
