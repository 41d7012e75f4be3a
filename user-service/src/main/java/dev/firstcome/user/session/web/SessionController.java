package dev.firstcome.user.session.web;

import dev.firstcome.platform.openapi.ProblemCodes;
import dev.firstcome.platform.problems.ProblemException;
import dev.firstcome.platform.tokens.CurrentUser;
import dev.firstcome.user.account.Email;
import dev.firstcome.user.password.Password;
import dev.firstcome.user.session.RefreshToken;
import dev.firstcome.user.session.SessionTokens;
import dev.firstcome.user.session.SignIn;
import dev.firstcome.user.session.SignInAttempt;
import dev.firstcome.user.token.AccessTokenIssuer;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
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
    @Operation(
            summary = "Signs in. 401 BAD_CREDENTIALS for an unknown address or a wrong password",
            description = "After five failures for one e-mail address from one network, each failure doubles the wait"
                    + " before the next try, from 1 s to 60 s. A try before that gets 429 TOO_MANY_ATTEMPTS with"
                    + " Retry-After, also with the right password.")
    @ProblemCodes(status = HttpStatus.UNAUTHORIZED, value = "BAD_CREDENTIALS")
    @ProblemCodes(status = HttpStatus.TOO_MANY_REQUESTS, value = "TOO_MANY_ATTEMPTS")
    TokensResponse signIn(@RequestBody SignInRequest request, HttpServletRequest call) {
        Email email = Email.of(request.email()).orElseThrow(SessionController::badCredentials);
        Password password = Password.forSignIn(request.password()).orElse(null);
        return switch (signIn.signIn(new SignInAttempt(email, password, ClientNetwork.of(call)))) {
            case SignIn.Outcome.SignedIn(SessionTokens tokens) -> TokensResponse.of(tokens);
            case SignIn.Outcome.BadCredentials() -> throw badCredentials();
            case SignIn.Outcome.TooManyAttempts(Duration retryAfter) -> throw tooManyAttempts(retryAfter);
        };
    }

    @PostMapping("/refresh")
    @Operation(
            summary = "Exchanges a refresh token for new tokens. 401 REFRESH_TOKEN_INVALID",
            description = "A second use within 10 s returns the same new refresh token, unless that was already used."
                    + " A later second use ends the session.")
    @ProblemCodes(status = HttpStatus.UNAUTHORIZED, value = "REFRESH_TOKEN_INVALID")
    TokensResponse refresh(@RequestBody RefreshRequest request) {
        return RefreshToken.parse(request.refreshToken())
                .flatMap(signIn::refresh)
                .map(TokensResponse::of)
                .orElseThrow(() -> ProblemException.of(HttpStatus.UNAUTHORIZED, "REFRESH_TOKEN_INVALID"));
    }

    @DeleteMapping("/current")
    @Operation(summary = "Signs out. Refresh tokens of this session become invalid")
    @ApiResponse(responseCode = "204", description = "Signed out")
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

    /** Rounds up to whole seconds, so that a try after Retry-After is never early. */
    private static ProblemException tooManyAttempts(Duration retryAfter) {
        Duration roundedUp =
                Duration.ofSeconds(retryAfter.plusSeconds(1).minusNanos(1).toSeconds());
        return ProblemException.of(HttpStatus.TOO_MANY_REQUESTS, "TOO_MANY_ATTEMPTS", roundedUp.toSeconds())
                .retryAfter(roundedUp);
    }
}
