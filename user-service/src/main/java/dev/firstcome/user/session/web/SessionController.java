package dev.firstcome.user.session.web;

import dev.firstcome.platform.problems.Problem;
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

    /** @param expiresIn life of the access token in seconds */
    record TokensAnswer(String accessToken, String refreshToken, long expiresIn) {
        static TokensAnswer of(SessionTokens tokens) {
            return new TokensAnswer(
                    tokens.accessToken(),
                    tokens.refreshToken().text(),
                    tokens.accessLife().toSeconds());
        }
    }

    @PostMapping
    @Operation(summary = "Signs in. 401 BAD_CREDENTIALS for an unknown address as for a wrong password")
    TokensAnswer signIn(@RequestBody SignInRequest request) {
        Email email = Email.of(request.email()).orElseThrow(SessionController::badCredentials);
        Password password = Password.of(request.password()).orElseThrow(SessionController::badCredentials);
        return signIn.signIn(email, password).map(TokensAnswer::of).orElseThrow(SessionController::badCredentials);
    }

    @PostMapping("/refresh")
    @Operation(summary = "Gives new tokens for a refresh token, once. 401 REFRESH_TOKEN_INVALID ends the session")
    TokensAnswer refresh(@RequestBody RefreshRequest request) {
        return RefreshToken.parse(request.refreshToken())
                .flatMap(signIn::refresh)
                .map(TokensAnswer::of)
                .orElseThrow(() -> Problem.of(HttpStatus.UNAUTHORIZED, "REFRESH_TOKEN_INVALID"));
    }

    @DeleteMapping("/current")
    @Operation(summary = "Signs out: no token of this session can be refreshed any more")
    ResponseEntity<Void> signOut(
            @Parameter(hidden = true) @CurrentUser UUID user,
            @Parameter(hidden = true) @AuthenticationPrincipal Jwt token) {
        String session = token.getClaimAsString(AccessTokenIssuer.SESSION);
        if (session != null) { // a token that belongs to no session has none to end
            signIn.signOut(user, UUID.fromString(session));
        }
        return ResponseEntity.noContent().build();
    }

    private static Problem badCredentials() {
        return Problem.of(HttpStatus.UNAUTHORIZED, "BAD_CREDENTIALS");
    }
}
