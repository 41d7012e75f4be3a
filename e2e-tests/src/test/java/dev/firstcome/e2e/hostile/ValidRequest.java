package dev.firstcome.e2e.hostile;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request of an operation from which hostile ones are derived, one value at a time. Instead of each {@link #UNIQUE},
 * each call has another number.
 *
 * @param path the values of the path variables
 * @param query the values of query parameters; others are left out
 * @param body null if the operation has none
 */
record ValidRequest(
        Map<String, String> path,
        Map<String, String> query,
        Map<String, String> headers,
        @Nullable ObjectNode body) {
    static final String UNIQUE = "@UNIQUE@";

    ValidRequest {
        path = Map.copyOf(path);
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }
}
