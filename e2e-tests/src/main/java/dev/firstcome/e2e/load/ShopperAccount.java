package dev.firstcome.e2e.load;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The credentials of one user and the current access token. Used by one shopper at a time. */
public final class ShopperAccount {
    private static final Duration TOKEN_MARGIN = Duration.ofMinutes(1);

    final String email;
    final String password;
    private @Nullable UUID userId;
    private String token = "";
    private long tokenExpires;

    ShopperAccount(String email) {
        this.email = email;
        this.password = "pass-" + email;
    }

    boolean hasValidToken() {
        return !token.isEmpty() && System.nanoTime() - tokenExpires < 0;
    }

    /** The next shopper with this account signs in again. */
    public void discardToken() {
        token = "";
    }

    String token() {
        return token;
    }

    /** Stores the token of an answer to a sign-in. */
    void signedIn(Answer answer) {
        token = answer.text("accessToken");
        Duration valid = Duration.ofSeconds(answer.body().path("expiresIn").asLong());
        tokenExpires = System.nanoTime() + valid.minus(TOKEN_MARGIN).toNanos();
    }

    void signedUp(UUID id) {
        userId = id;
    }

    UUID userId() {
        if (userId == null) {
            throw new IllegalStateException(email + " is not signed up");
        }
        return userId;
    }
}
