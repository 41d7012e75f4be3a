package dev.firstcome.user.session;

import java.time.Duration;

/** What a client gets to act as a user: a token that is shown with each call, and one to get the next. */
public record SessionTokens(String accessToken, RefreshToken refreshToken, Duration accessLife) {
    @Override
    public String toString() {
        return "tokens, " + refreshToken;
    }
}
