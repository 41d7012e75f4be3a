package dev.firstcome.model.proof;

import dev.firstcome.model.log.LogRecord;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A record of the coupon log as one line of a file. UTF-8 bytes are text; other bytes are base64.
 *
 * @param timestamp the broker's LogAppendTime, in milliseconds since 1970
 * @param type the {@code ce_type} header
 */
public record ExportedRecord(
        int partition,
        long offset,
        long timestamp,
        byte @Nullable [] key,
        byte @Nullable [] type,
        byte @Nullable [] value) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String BASE64 = "Base64";

    /** @throws ProofMismatchException if {@link #line()} did not write the line */
    public static ExportedRecord read(String line) {
        try {
            JsonNode node = JSON.readTree(line);
            return new ExportedRecord(
                    node.required("partition").asInt(),
                    node.required("offset").asLong(),
                    node.required("timestamp").asLong(),
                    bytes(node, "key"),
                    bytes(node, "type"),
                    bytes(node, "value"));
        } catch (JacksonException | IllegalArgumentException unreadable) {
            throw new ProofMismatchException("a line is not a record: " + line, unreadable);
        }
    }

    public String line() {
        ObjectNode node = JSON.createObjectNode();
        node.put("partition", partition).put("offset", offset).put("timestamp", timestamp);
        put(node, "key", key);
        put(node, "type", type);
        put(node, "value", value);
        return JSON.writeValueAsString(node);
    }

    /** Converts this to the input of the fold. */
    LogRecord toLogRecord() {
        String name = type == null ? null : new String(type, StandardCharsets.UTF_8);
        return new LogRecord(partition, offset, timestamp, key, name, value);
    }

    private static byte @Nullable [] bytes(JsonNode node, String name) {
        if (node.hasNonNull(name)) {
            return node.path(name).asString().getBytes(StandardCharsets.UTF_8);
        }
        return node.hasNonNull(name + BASE64)
                ? Base64.getDecoder().decode(node.path(name + BASE64).asString())
                : null;
    }

    private static void put(ObjectNode node, String name, byte @Nullable [] bytes) {
        if (bytes == null) {
            return;
        }
        try {
            node.put(
                    name,
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .toString());
        } catch (CharacterCodingException notText) {
            node.put(name + BASE64, Base64.getEncoder().encodeToString(bytes));
        }
    }
}
