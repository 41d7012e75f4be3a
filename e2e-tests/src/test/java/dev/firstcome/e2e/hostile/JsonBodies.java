package dev.firstcome.e2e.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes bodies with one value replaced by any bytes. */
final class JsonBodies {
    private static final String MARK = "@HERE@";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private JsonBodies() {}

    static byte[] bytes(JsonNode body) {
        return JSON.writeValueAsBytes(body);
    }

    /**
     * The body with this value at the place.
     *
     * @param place the names of nested fields; {@code 0} is the first element of an array
     */
    static byte[] with(ObjectNode body, List<String> place, byte[] value) {
        ObjectNode copy = body.deepCopy();
        mark(copy, place);
        String text = JSON.writeValueAsString(copy);
        int mark = text.indexOf("\"" + MARK + "\"");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(text.substring(0, mark).getBytes(StandardCharsets.UTF_8));
        out.writeBytes(value);
        out.writeBytes(text.substring(mark + MARK.length() + 2).getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    private static void mark(ObjectNode root, List<String> place) {
        ObjectNode parent = root;
        for (int i = 0; i + 1 < place.size(); i++) {
            boolean isArray = place.get(i + 1).equals("0");
            JsonNode child = parent.get(place.get(i));
            if (isArray && i + 2 == place.size()) {
                parent.putArray(place.get(i)).add(MARK);
                return;
            }
            if (isArray) {
                parent = child != null && child.get(0) instanceof ObjectNode element
                        ? element
                        : parent.putArray(place.get(i)).addObject();
                i++;
            } else {
                parent = child instanceof ObjectNode object ? object : parent.putObject(place.get(i));
            }
        }
        parent.put(place.getLast(), MARK);
    }
}
