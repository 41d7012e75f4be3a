package dev.firstcome.gateway;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stub of all services: returns the received request, publishes keys, and signs tokens. A path with {@code never} gets
 * no response, a path with {@code broken} closes the connection. A path that ends with {@code events} opens a stream,
 * which sends the text of {@link #sendToStreams}.
 */
final class StubService implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger requestCount = new AtomicInteger();
    private final RSAKey key = newKey();
    private final Set<HttpExchange> streams = ConcurrentHashMap.newKeySet();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    StubService() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.setExecutor(threads);
        server.createContext("/", this::respond);
        server.createContext(
                "/.well-known/jwks.json", exchange -> send(exchange, new JWKSet(key.toPublicJWK()).toString()));
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Returns the number of requests, except those for the keys. */
    int requestCount() {
        return requestCount.get();
    }

    /** Returns the stream requests, each with its query and ticket. */
    List<String> streamRequests() {
        return requests;
    }

    int openStreams() {
        return streams.size();
    }

    /** Writes the text to all open streams and removes closed ones. */
    void sendToStreams(String text) {
        streams.removeIf(stream -> {
            try {
                stream.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
                stream.getResponseBody().flush();
                return false;
            } catch (IOException closed) {
                stream.close();
                return true;
            }
        });
    }

    String ticket(UUID user, String path) {
        return sign(
                key,
                claims(user)
                        .audience("firstcome/streams")
                        .jwtID(UUID.randomUUID().toString())
                        .claim("path", path)
                        .claim("until", Instant.now().plusSeconds(300).getEpochSecond())
                        .expirationTime(Date.from(Instant.now().plusSeconds(30)))
                        .build());
    }

    String token(UUID user, String... roles) {
        return token(key, user, roles);
    }

    static String token(RSAKey key, UUID user, String... roles) {
        return sign(key, claims(user).claim("roles", List.of(roles)).build());
    }

    private static JWTClaimsSet.Builder claims(UUID user) {
        return new JWTClaimsSet.Builder()
                .issuer("firstcome")
                .audience("firstcome")
                .subject(user.toString())
                .expirationTime(Date.from(Instant.now().plus(Duration.ofMinutes(5))));
    }

    private static String sign(RSAKey key, JWTClaimsSet claims) {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("stub").build(), claims);
        try {
            token.sign(new RSASSASigner(key));
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
        return token.serialize();
    }

    static RSAKey newKey() {
        try {
            return new RSAKeyGenerator(2048).keyID("stub").generate();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void respond(HttpExchange exchange) throws IOException {
        requestCount.incrementAndGet();
        String path = exchange.getRequestURI().getPath();
        if (path.contains("never")) {
            awaitEnd();
        } else if (path.contains("broken")) {
            exchange.close();
        } else if (path.endsWith("/events")) {
            requests.add(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("X-Internal-Stream-Ticket"));
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.getResponseHeaders().set("X-Accel-Buffering", "no");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("retry: 3000\n\n".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            streams.add(exchange);
        } else {
            int bytes = exchange.getRequestBody().readAllBytes().length;
            exchange.getResponseHeaders().set("X-Internal-Node", "secret");
            exchange.getResponseHeaders().set("X-Request-Id", "set by the service");
            send(
                    exchange,
                    JSON.writeValueAsString(Map.of(
                            "path",
                            path,
                            "target",
                            exchange.getRequestURI().toString(),
                            "bytes",
                            bytes,
                            "headers",
                            exchange.getRequestHeaders())));
        }
    }

    private static void send(HttpExchange exchange, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void awaitEnd() {
        try {
            end.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
