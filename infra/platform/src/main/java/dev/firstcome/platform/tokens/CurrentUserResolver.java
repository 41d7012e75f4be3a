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

/** Gives controllers the caller. A token whose subject is not a user's id is no user's token. */
public final class CurrentUserResolver implements HandlerMethodArgumentResolver {
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

    private static UUID userId(@Nullable Principal caller) {
        try {
            return UUID.fromString(caller == null ? "" : caller.getName());
        } catch (IllegalArgumentException notAnId) {
            throw new InsufficientAuthenticationException("the token's subject is not a user", notAnId);
        }
    }

    private static List<String> segments(@Nullable Principal caller) {
        if (!(caller instanceof JwtAuthenticationToken token)) {
            return List.of();
        }
        List<String> said = token.getToken().getClaimAsStringList(SEGMENTS);
        return said == null ? List.of() : List.copyOf(said);
    }
}
