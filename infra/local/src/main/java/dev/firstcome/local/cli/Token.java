package dev.firstcome.local.cli;

import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.layout.LocalFailure;
import dev.firstcome.local.layout.Secrets;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

@Command(name = "token", description = "Signs in through the gateway and prints the access token, nothing else.")
final class Token implements Callable<Integer> {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration BOUND = Duration.ofSeconds(15);

    @Mixin
    private DataOption data = new DataOption();

    @ArgGroup(multiplicity = "1")
    private Who who = new Who();

    @Spec
    private @Nullable CommandSpec spec;

    /** Whose token. */
    static final class Who {
        @Option(names = "--operator", description = "The local operator.")
        private boolean operator;

        @Option(
                names = "--user",
                paramLabel = "EMAIL",
                description = "A local user; the account is made if it is missing.")
        private @Nullable String email;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        LocalPlatform platform = data.platform();
        PlatformDescription description = PlatformDescription.read(platform.descriptionFile());
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(BOUND).build()) {
            Session session = new Session(http, description.gatewayUrl());
            out.println(
                    who.operator
                            ? operator(session, description)
                            : user(session, platform, Objects.requireNonNull(who.email)));
            out.flush();
            return 0;
        }
    }

    private static String operator(Session session, PlatformDescription description)
            throws IOException, InterruptedException {
        return session.signIn(
                description.operator().email(), description.operator().password());
    }

    private static String user(Session session, LocalPlatform platform, String email)
            throws IOException, InterruptedException {
        String secret = "user-" + URLEncoder.encode(email, StandardCharsets.UTF_8);
        String password = new Secrets(platform.layout().secrets()).password(secret);
        session.signUpUnlessThere(email, password);
        return session.signIn(email, password);
    }

    /** The gateway's account calls. */
    private record Session(HttpClient http, String gateway) {
        String signIn(String email, String password) throws IOException, InterruptedException {
            HttpResponse<String> answer = post("/api/sessions", Map.of("email", email, "password", password));
            if (answer.statusCode() != 200) {
                throw LocalFailure.failed(
                        "Signing in as " + email + " failed: " + answer.statusCode() + " " + answer.body());
            }
            return JSON.readTree(answer.body()).path("accessToken").asString();
        }

        void signUpUnlessThere(String email, String password) throws IOException, InterruptedException {
            HttpResponse<String> answer =
                    post("/api/users", Map.of("email", email, "password", password, "name", email));
            if (answer.statusCode() != 201 && answer.statusCode() != 409) {
                throw LocalFailure.failed(
                        "Making the account " + email + " failed: " + answer.statusCode() + " " + answer.body());
            }
        }

        private HttpResponse<String> post(String path, Map<String, String> body)
                throws IOException, InterruptedException {
            HttpRequest request = HttpRequest.newBuilder(URI.create(gateway + path))
                    .timeout(BOUND)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                    .build();
            try {
                return http.send(request, HttpResponse.BodyHandlers.ofString());
            } catch (IOException e) {
                throw LocalFailure.failed(
                        "The gateway at " + gateway + " does not answer (" + e
                                + "); `./firstcome status` shows whether it runs",
                        e);
            }
        }
    }
}
