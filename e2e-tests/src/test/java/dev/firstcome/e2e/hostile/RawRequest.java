package dev.firstcome.e2e.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request whose target and header values are any bytes.
 *
 * @param target the escaped path and query, sent unchanged
 * @param body null if there is none
 */
record RawRequest(String method, byte[] target, List<Header> headers, byte @Nullable [] body) {
    private static final byte[] LINE_END = {'\r', '\n'};

    /** A header with any value, which is sent unchanged. */
    record Header(String name, byte[] value) {
        static Header of(String name, String value) {
            return new Header(name, value.getBytes(StandardCharsets.UTF_8));
        }
    }

    RawRequest {
        headers = List.copyOf(headers);
    }

    RawRequest withMethod(String other) {
        return new RawRequest(other, target, headers, body);
    }

    RawRequest withTarget(byte[] other) {
        return new RawRequest(method, other, headers, body);
    }

    RawRequest withBody(byte[] other) {
        return new RawRequest(method, target, headers, other);
    }

    /** Replaces the headers of this name. */
    RawRequest with(Header header) {
        RawRequest without = without(header.name());
        List<Header> more = new ArrayList<>(without.headers);
        more.add(header);
        return new RawRequest(method, target, more, body);
    }

    RawRequest withAll(List<Header> added) {
        List<Header> more = new ArrayList<>(headers);
        more.addAll(added);
        return new RawRequest(method, target, more, body);
    }

    RawRequest without(String name) {
        List<Header> kept = headers.stream()
                .filter(header -> !header.name().equalsIgnoreCase(name))
                .toList();
        return new RawRequest(method, target, kept, body);
    }

    boolean has(String name) {
        return headers.stream().anyMatch(header -> header.name().equalsIgnoreCase(name));
    }

    /** The message. Content-Length is the length of the body; bodies are framed by nothing else. */
    byte[] bytes(String host) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(out, method + " ");
        out.writeBytes(target);
        write(out, " HTTP/1.1\r\nHost: " + host + "\r\n");
        for (Header header : headers) {
            write(out, header.name() + ": ");
            out.writeBytes(header.value());
            out.writeBytes(LINE_END);
        }
        if (body != null) {
            write(out, "Content-Length: " + body.length + "\r\n");
        }
        out.writeBytes(LINE_END);
        if (body != null) {
            out.writeBytes(body);
        }
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
