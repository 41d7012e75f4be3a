package dev.firstcome.e2e.load;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request.
 *
 * @param body serialized as JSON; a String is sent unchanged, so that tests can send malformed JSON
 * @param from the local address of the connection; null leaves the choice to the operating system
 */
public record Call(
        String method,
        String path,
        Map<String, String> headers,
        @Nullable Object body,
        @Nullable InetAddress from) {

    public static Call get(String path) {
        return new Call("GET", path, Map.of(), null, null);
    }

    public static Call post(String path) {
        return new Call("POST", path, Map.of(), null, null);
    }

    public static Call patch(String path) {
        return new Call("PATCH", path, Map.of(), null, null);
    }

    public Call body(Object content) {
        return new Call(method, path, headers, content, from);
    }

    public Call header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Call(method, path, more, body, from);
    }

    Call from(@Nullable InetAddress address) {
        return new Call(method, path, headers, body, address);
    }
}
