package dev.firstcome.e2e.hostile;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Messages that are no HTTP requests, or that two servers could read differently. Each response is a problem document,
 * or that of the request which the message can be read as.
 */
final class ConnectionCalls {
    private static final String PATH = "/api/campaigns";
    private static final String BODY = "{\"receipt\":\"a\"}";

    private ConnectionCalls() {}

    /** Sends each message on a connection of its own. */
    static void sendAll(InetSocketAddress gateway, RunTally tally) {
        messages(gateway.getHostString() + ":" + gateway.getPort())
                .forEach((name, message) -> send(gateway, name, message, tally));
    }

    private static void send(InetSocketAddress gateway, String name, String message, RunTally tally) {
        Object call = "connection: " + name;
        try (RawConnection connection = RawConnection.open(gateway, null)) {
            RawResponse response = connection.exchange(message.getBytes(StandardCharsets.ISO_8859_1), false);
            tally.countResponse(response.status());
            // RFC 9110 specifies 501 for unknown methods and 505 for unknown versions.
            boolean isServerError = response.status() >= 500 && response.status() != 501 && response.status() != 505;
            if (isServerError) {
                tally.violations().add(call, response.status(), "a server error", response.text());
            } else if (response.status() >= 400) {
                ResponseRules.problemViolation(response)
                        .ifPresent(wrong -> tally.violations().add(call, response.status(), wrong, response.text()));
            }
        } catch (EOFException closed) {
            tally.violations().add(call, 0, "closed without a response", String.valueOf(closed.getMessage()));
        } catch (IOException broken) {
            tally.violations().add(call, 0, "no response", broken.toString());
        }
    }

    private static Map<String, String> messages(String host) {
        Map<String, String> messages = new LinkedHashMap<>();
        String end = "\r\nHost: " + host + "\r\nConnection: close\r\n";
        messages.put("no target", "GET  HTTP/1.1" + end + "\r\n");
        messages.put("no version", "GET " + PATH + end + "\r\n");
        messages.put("version 9.9", "GET " + PATH + " HTTP/9.9" + end + "\r\n");
        messages.put("method in small letters", "get " + PATH + " HTTP/1.1" + end + "\r\n");
        messages.put("control character in the method", "G\u0001T " + PATH + " HTTP/1.1" + end + "\r\n");
        messages.put("space in the target", "GET /api/camp aigns HTTP/1.1" + end + "\r\n");
        messages.put("target without a slash", "GET api HTTP/1.1" + end + "\r\n");
        messages.put("absolute target", "GET http://" + host + PATH + " HTTP/1.1" + end + "\r\n");
        messages.put("OPTIONS *", "OPTIONS * HTTP/1.1" + end + "\r\n");
        messages.put("CONNECT", "CONNECT " + host + " HTTP/1.1" + end + "\r\n");
        messages.put("TLS", "\u0016\u0003\u0001\u0000\u0005hello\r\n\r\n");
        messages.put("no host", "GET " + PATH + " HTTP/1.1\r\nConnection: close\r\n\r\n");
        messages.put("two hosts", "GET " + PATH + " HTTP/1.1\r\nHost: a" + end + "\r\n");
        messages.put("header without a colon", "GET " + PATH + " HTTP/1.1" + end + "NoColon\r\n\r\n");
        messages.put("header name with a space", "GET " + PATH + " HTTP/1.1" + end + "A B: c\r\n\r\n");
        messages.put("folded header", "GET " + PATH + " HTTP/1.1" + end + "A: b\r\n c\r\n\r\n");
        putFramings(messages, end);
        return messages;
    }

    private static void putFramings(Map<String, String> messages, String end) {
        String post = "POST /api/receipts/verify HTTP/1.1" + end + "Content-Type: application/json\r\n";
        String length = "Content-Length: " + BODY.length() + "\r\n";
        String chunked = "Transfer-Encoding: chunked\r\n";
        messages.put("length -1", post + "Content-Length: -1\r\n\r\n" + BODY);
        messages.put("length abc", post + "Content-Length: abc\r\n\r\n" + BODY);
        messages.put("two lengths", post + length + "Content-Length: 3\r\n\r\n" + BODY);
        messages.put("length and chunks", post + length + chunked + "\r\n0\r\n\r\n");
        messages.put("body shorter than its length", post + "Content-Length: 1000\r\n\r\n" + BODY);
        messages.put("malformed chunk", post + chunked + "\r\nzz\r\n" + BODY);
        messages.put("unknown transfer encoding", post + "Transfer-Encoding: other\r\n\r\n" + BODY);
    }
}
