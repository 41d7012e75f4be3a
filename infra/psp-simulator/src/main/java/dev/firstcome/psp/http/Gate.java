package dev.firstcome.psp.http;

import dev.firstcome.psp.api.BadCall;
import dev.firstcome.psp.ledger.Problem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Lets in who knows the secret key: as a bearer, or as the user of basic authentication. */
final class Gate {
    private static final String BEARER = "Bearer ";
    private static final String BASIC = "Basic ";

    private final byte[] key;

    Gate(String key) {
        this.key = key.getBytes(StandardCharsets.UTF_8);
    }

    void check(@Nullable String authorization) {
        byte[] given = authorization == null ? new byte[0] : given(authorization);
        if (!MessageDigest.isEqual(key, given)) {
            String message = given.length == 0 ? "You did not provide an API key." : "Invalid API Key provided.";
            throw new BadCall(401, new Problem("invalid_request_error", null, null, null, message));
        }
    }

    private static byte[] given(String authorization) {
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
