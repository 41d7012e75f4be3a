package dev.firstcome.local.cli.operator;

import dev.firstcome.local.layout.LocalPlatformException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sends HTTP calls to the gateway, each with a timeout. */
final class ShopCalls implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration BOUND = Duration.ofSeconds(15);
    private static final Duration DOWNLOAD_BOUND = Duration.ofMinutes(5);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(BOUND).build();
    private final String gateway;

    ShopCalls(String gateway) {
        this.gateway = gateway;
    }

    /** A response; the body is an empty object unless the response is JSON. */
    record Answer(int status, JsonNode body) {
        /** Whether the gateway or a service is unavailable. */
        boolean isUnavailable() {
            return status >= 500;
        }

        String detail() {
            return status + " " + body.path("code").asString("") + ": "
                    + body.path("detail").asString("no details");
        }
    }

    String signIn(String email, String password) throws IOException, InterruptedException {
        Answer answer = trySignIn(email, password);
        if (answer.status() != 200) {
            throw LocalPlatformException.failed("Signing in as " + email + " failed: " + answer.detail());
        }
        return answer.body().path("accessToken").asString();
    }

    Answer trySignIn(String email, String password) throws IOException, InterruptedException {
        return send("POST", "/api/sessions", Map.of("email", email, "password", password), null);
    }

    void signUpIfMissing(String email, String password) throws IOException, InterruptedException {
        Answer answer = send("POST", "/api/users", Map.of("email", email, "password", password, "name", email), null);
        if (answer.status() != 201 && answer.status() != 409) {
            throw LocalPlatformException.failed("Creating the account " + email + " failed: " + answer.detail());
        }
    }

    /** @param body the value to send as JSON; null for none */
    Answer send(String method, String path, @Nullable Object body, @Nullable String token)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(gateway + path))
                .timeout(BOUND)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            boolean isJson =
                    answer.headers().firstValue("Content-Type").orElse("").contains("json");
            return new Answer(answer.statusCode(), isJson ? JSON.readTree(answer.body()) : JSON.createObjectNode());
        } catch (IOException e) {
            throw LocalPlatformException.failed(
                    "The gateway at " + gateway + " does not answer (" + e + "); check `./firstcome status`", e);
        }
    }

    /** Writes the body of the response to a file and returns the status. */
    int download(String path, String type, Path file, String token) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway + path))
                .timeout(DOWNLOAD_BOUND)
                .header("Accept", type)
                .header("Authorization", "Bearer " + token)
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofFile(file)).statusCode();
    }

    @Override
    public void close() {
        http.close();
    }
}
