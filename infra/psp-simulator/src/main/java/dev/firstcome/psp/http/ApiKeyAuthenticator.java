package dev.firstcome.psp.http;

import dev.firstcome.psp.api.RejectedRequestException;
import dev.firstcome.psp.ledger.StripeError;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Authenticates requests by the API key: as bearer token, or as user name of HTTP basic authentication. */
final class ApiKeyAuthenticator {
    private static final String BEARER = "Bearer ";
    private static final String BASIC = "Basic ";

    private final byte[] key;

    ApiKeyAuthenticator(String key) {
        this.key = key.getBytes(StandardCharsets.UTF_8);
    }

    void authenticate(@Nullable String authorization) {
        byte[] presented = authorization == null ? new byte[0] : presentedKey(authorization);
        if (!MessageDigest.isEqual(key, presented)) {
            String message = presented.length == 0 ? "You did not provide an API key." : "Invalid API Key provided.";
            throw new RejectedRequestException(
                    401, new StripeError("invalid_request_error", null, null, null, message));
        }
    }

    private static byte[] presentedKey(String authorization) {
        if (authorization.startsWith(BEARER)) {
            return authorization.substring(BEARER.length()).getBytes(StandardCharsets.UTF_8);
        }
        if (!authorization.startsWith(BASIC)) {
            return new byte[0];
        }
        try {
            String pair = new String(
                    Base64.getDecoder().decode(authorization.substring(BASIC.length())), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return (colon < 0 ? pair : pair.substring(0, colon)).getBytes(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return new byte[0];
        }
    }
}
