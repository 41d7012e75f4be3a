package dev.firstcome.platform.web;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** An answer that was kept under an {@link IdempotencyKey}, as the bytes that went out the first time. */
public final class KeptResponse {
    /** Says that an earlier call was answered so. */
    public static final String REPLAYED = "Idempotency-Replayed";

    private KeptResponse() {}

    /**
     * @param location where to look, if there is something to see
     * @param body JSON; a problem document where the status says so
     */
    public static ResponseEntity<byte[]> of(int status, @Nullable String location, String body, boolean replayed) {
        ResponseEntity.BodyBuilder response = ResponseEntity.status(status)
                .contentType(
                        status < HttpStatus.BAD_REQUEST.value()
                                ? MediaType.APPLICATION_JSON
                                : MediaType.APPLICATION_PROBLEM_JSON);
        if (location != null) {
            response.location(URI.create(location));
        }
        if (replayed) {
            response.header(REPLAYED, "true");
        }
        return response.body(body.getBytes(StandardCharsets.UTF_8));
    }
}
