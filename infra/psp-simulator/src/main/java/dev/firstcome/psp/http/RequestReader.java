package dev.firstcome.psp.http;

import com.sun.net.httpserver.HttpExchange;
import dev.firstcome.psp.api.FormParameters;
import dev.firstcome.psp.api.RejectedRequestException;
import dev.firstcome.psp.ledger.StripeError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Reads bodies and headers of requests and enforces their size limits. */
final class RequestReader {
    static final int BODY_MAX = 64 << 10;
    private static final int KEY_MAX = 255;
    private static final String FORM = "application/x-www-form-urlencoded";

    private RequestReader() {}

    static byte[] body(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(BODY_MAX + 1);
        if (body.length > BODY_MAX) {
            exchange.getResponseHeaders().set("Connection", "close");
            throw new RejectedRequestException(
                    413, StripeError.invalidRequest("request_too_large", "The body must not exceed 64 KiB."));
        }
        return body;
    }

    static FormParameters form(HttpExchange exchange) throws IOException {
        byte[] body = body(exchange);
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        if (body.length > 0 && (type == null || !type.startsWith(FORM))) {
            throw new RejectedRequestException(
                    400, StripeError.invalidRequest("parameter_invalid", "The body must be " + FORM + "."));
        }
        try {
            return FormParameters.parse(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString());
        } catch (CharacterCodingException _) {
            throw new RejectedRequestException(
                    400, StripeError.invalidRequest("parameter_invalid", "The body is not UTF-8."));
        }
    }

    static @Nullable String idempotencyKey(HttpExchange exchange) {
        String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        if (key != null && (key.isEmpty() || key.length() > KEY_MAX)) {
            throw new RejectedRequestException(
                    400,
                    StripeError.invalidRequest(
                            "parameter_invalid", "An idempotency key must have 1 to 255 characters."));
        }
        return key;
    }

    static String parametersHash(String path, FormParameters form) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] hash = digest.digest((path + '\n' + form.canonical()).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not available", e);
        }
    }
}
