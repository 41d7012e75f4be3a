package dev.firstcome.user.session.web;

import dev.firstcome.platform.problems.ProblemException;
import dev.firstcome.platform.tokens.CurrentUser;
import dev.firstcome.user.account.Email;
import dev.firstcome.user.password.Password;
import dev.firstcome.user.session.RefreshToken;
import dev.firstcome.user.session.SessionTokens;
import dev.firstcome.user.session.SignIn;
import dev.firstcome.user.token.AccessTokenIssuer;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Sign-in, refresh and sign-out. */
@RestController
@RequestMapping("/api/sessions")
@Tag(name = "Sessions")
class SessionController {
    private final SignIn signIn;

    SessionController(SignIn signIn) {
        this.signIn = signIn;
    }

    record SignInRequest(@Nullable String email, @Nullable String password) {}

    record RefreshRequest(@Nullable String refreshToken) {}

    /** @param expiresIn lifetime of the access token in seconds */
    record TokensResponse(String accessToken, String refreshToken, long expiresIn) {
        static TokensResponse of(SessionTokens tokens) {
            return new TokensResponse(
                    tokens.accessToken(),
                    tokens.refreshToken().text(),
                    tokens.accessTokenLifetime().toSeconds());
        }
    }

    @PostMapping
    @Operation(summary = "Signs in. 401 BAD_CREDENTIALS for an unknown address or a wrong password")
    TokensResponse signIn(@RequestBody SignInRequest request) {
        Email email = Email.of(request.email()).orElseThrow(SessionController::badCredentials);
        Password password = Password.of(request.password()).orElseThrow(SessionController::badCredentials);
        return signIn.signIn(email, password).map(TokensResponse::of).orElseThrow(SessionController::badCredentials);
    }

    @PostMapping("/refresh")
    @Operation(
            summary =
                    "Exchanges a refresh token for new tokens, once. 401 REFRESH_TOKEN_INVALID; reuse ends the session")
    TokensResponse refresh(@RequestBody RefreshRequest request) {
        return RefreshToken.parse(request.refreshToken())
                .flatMap(signIn::refresh)
                .map(TokensResponse::of)
                .orElseThrow(() -> ProblemException.of(HttpStatus.UNAUTHORIZED, "REFRESH_TOKEN_INVALID"));
    }

    @DeleteMapping("/current")
    @Operation(summary = "Signs out. Refresh tokens of this session become invalid")
    ResponseEntity<Void> signOut(
            @Parameter(hidden = true) @CurrentUser UUID user,
            @Parameter(hidden = true) @AuthenticationPrincipal Jwt token) {
        String session = token.getClaimAsString(AccessTokenIssuer.SESSION_CLAIM);
        if (session != null) { // a token without a session id has no session to end
            signIn.signOut(user, UUID.fromString(session));
        }
        return ResponseEntity.noContent().build();
    }

    private static ProblemException badCredentials() {
        return ProblemException.of(HttpStatus.UNAUTHORIZED, "BAD_CREDENTIALS");
    }
}
