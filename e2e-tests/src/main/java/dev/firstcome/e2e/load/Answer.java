package dev.firstcome.e2e.load;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The HTTP response to one {@link Call}.
 *
 * @param body the JSON document; a missing node if the response has no body or the body is not JSON
 * @param contentType the media type without parameters; empty if the response has none
 * @param retryAfter the {@code Retry-After} header, which every 429 and 503 carries
 * @param raw the body before parsing
 */
public record Answer(
        int status,
        JsonNode body,
        String contentType,
        @Nullable Duration retryAfter,
        String raw) {

    /** The stable code of the problem document; empty if the body is not a problem document. */
    public String code() {
        return text("code");
    }

    /** The value of a field as text; empty if the field is missing or null. */
    public String text(String field) {
        JsonNode value = body.path(field);
        return value.isMissingNode() || value.isNull() ? "" : value.asString();
    }

    public @Nullable String textOrNull(String field) {
        String text = text(field);
        return text.isEmpty() ? null : text;
    }

    public boolean ok() {
        return status >= 200 && status < 300;
    }

    /** The call had no effect or an unknown effect, so an idempotent call may be retried. */
    public boolean isRetryable() {
        return status == 429 || status >= 500;
    }

    /** The call failed, but the server may have executed it. */
    public boolean isEffectUnknown() {
        return status >= 500;
    }
}
