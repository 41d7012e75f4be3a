package dev.firstcome.e2e.load;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What came back for a call.
 *
 * @param body the JSON document; a missing node where there was none or it was not JSON
 * @param contentType of the body, without parameters; empty where there was none
 * @param retryAfter the header, which comes with every 429 and 503
 * @param raw the body as it came
 */
public record Answer(
        int status,
        JsonNode body,
        String contentType,
        @Nullable Duration retryAfter,
        String raw) {

    /** The problem's stable code, or empty if this is no problem document. */
    public String code() {
        return text("code");
    }

    /** A field's text, or empty where it is missing. */
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

    /** Nothing was done, or nobody knows: the same call may be sent again later. */
    public boolean again() {
        return status == 429 || status >= 500;
    }

    /** Whether the call may have had its effect although it failed. */
    public boolean unknown() {
        return status >= 500;
    }
}
