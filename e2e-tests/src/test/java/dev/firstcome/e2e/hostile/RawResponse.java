package dev.firstcome.e2e.hostile;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * An HTTP response as it arrived.
 *
 * @param headers the values by name, in lower case
 * @param body empty for an event stream, which has no end
 */
record RawResponse(int status, Map<String, List<String>> headers, byte[] body) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    String header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of("")).getFirst();
    }

    /** The media type without parameters. */
    String contentType() {
        return header("content-type").split(";", 2)[0].strip();
    }

    /** The code of the problem document; empty if the body is none. */
    String code() {
        return json().path("code").asString("");
    }

    private JsonNode json() {
        try {
            return body.length == 0 ? MissingNode.getInstance() : JSON.readTree(body);
        } catch (JacksonException notJson) {
            return MissingNode.getInstance();
        }
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
