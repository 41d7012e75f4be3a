package dev.firstcome.user.session;

import java.time.Duration;

/** The access token and the refresh token of a session. */
public record SessionTokens(String accessToken, RefreshToken refreshToken, Duration accessTokenLifetime) {
    @Override
    public String toString() {
        return "tokens, " + refreshToken;
    }
}
