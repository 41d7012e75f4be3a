package dev.firstcome.e2e.access;

import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.layout.ServiceDefinition;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Calls each service's own port, as whoever reaches it could: without a token, with a user's, and with forged ones. */
public final class ServiceAccessAttempts {
    private static final Duration BOUND = Duration.ofSeconds(10);
    private static final Duration LIFE = Duration.ofSeconds(60);
    private static final Pattern REFUSED =
            Pattern.compile("(?m)^firstcome_calls_refused_total\\{[^}]*internal=\"true\"[^}]*} ([0-9.]+)");
    private static final String SWITCHES = "/internal/switches";
    private static final String INTERNAL = "/internal/anything";

    private static final List<String> SERVICES = List.of(
            ServiceDefinition.USER, ServiceDefinition.COUPON, ServiceDefinition.CATALOG, ServiceDefinition.PAYMENT);

    private final PlatformDescription platform;
    private final Path secrets;
    private final Tokens tokens;
    private final AccessAttempts refusals;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(BOUND).build();

    /** Users' tokens as the shop gave them. */
    public record Tokens(String shopper, String operator) {}

    public ServiceAccessAttempts(PlatformDescription platform, Path secrets, Tokens tokens, AccessAttempts refusals) {
        this.platform = platform;
        this.secrets = secrets;
        this.tokens = tokens;
        this.refusals = refusals;
    }

    public void all() throws Exception {
        for (String service : SERVICES) {
            double before = refusedInternally(service);
            int refused = internal(service);
            refusals.mustBe("refusals that " + service + " counted", before + refused, refusedInternally(service));
            operators(service);
            users(service);
            is(200, "NONE", service, "/actuator/health", null);
        }
        is(404, "NOT_FOUND", ServiceDefinition.GATEWAY, INTERNAL, gatewayFor(ServiceDefinition.USER));
    }

    /** Returns how many were refused, each of which is counted. */
    private int internal(String service) throws Exception {
        Instant now = Instant.now();
        ServiceTokenForge gateway = ServiceTokenForge.of(ServiceDefinition.GATEWAY, secrets);
        String from = ServiceDefinition.GATEWAY;
        String other = service.equals(ServiceDefinition.USER) ? ServiceDefinition.COUPON : ServiceDefinition.USER;
        Map<String, @Nullable String> forged = new LinkedHashMap<>();
        forged.put("no token", null);
        forged.put("a shopper's token", tokens.shopper());
        forged.put("an operator's token", tokens.operator());
        forged.put("nonsense", "a.b.c");
        forged.put("a token for another service", gateway.token(from, other, now, LIFE));
        forged.put("an expired token", gateway.token(from, service, now.minusSeconds(120), LIFE));
        forged.put("a token for an hour", gateway.token(from, service, now, Duration.ofHours(1)));
        forged.put("a token in another's name", gateway.token(other, service, now, LIFE));
        forged.put("a key of its own", gateway.withAKeyOfItsOwn().token(from, service, now, LIFE));
        for (Map.Entry<String, @Nullable String> token : forged.entrySet()) {
            is(401, "UNAUTHENTICATED", service, INTERNAL, token.getValue());
        }
        // Known, but no rule lets it in there.
        is(403, "FORBIDDEN", service, INTERNAL, gateway.token(from, service, now, LIFE));
        is(403, "FORBIDDEN", service, SWITCHES, tokenOf(other, service, now));
        is(200, "NONE", service, SWITCHES, gateway.token(from, service, now, LIFE));
        return forged.size() + 2 + coupons(service, now);
    }

    /** Coupons are taken into hand by payments alone. Returns how many were refused. */
    private int coupons(String service, Instant now) throws Exception {
        if (!service.equals(ServiceDefinition.COUPON)) {
            return 0;
        }
        String path = "/internal/coupons/%s?userId=%s".formatted(UUID.randomUUID(), UUID.randomUUID());
        List<String> others = List.of(ServiceDefinition.GATEWAY, ServiceDefinition.USER, ServiceDefinition.CATALOG);
        for (String other : others) {
            is(403, "FORBIDDEN", service, path, tokenOf(other, service, now));
        }
        is(404, "NOT_FOUND", service, path, tokenOf(ServiceDefinition.PAYMENT, service, now));
        return others.size();
    }

    private String tokenOf(String other, String service, Instant now) {
        return ServiceTokenForge.of(other, secrets).token(other, service, now, LIFE);
    }

    private void operators(String service) throws Exception {
        String known = gatewayFor(service);
        for (String path : List.of("/actuator/prometheus", "/actuator/info", "/ops/anything")) {
            is(401, "UNAUTHENTICATED", service, path, null);
            is(401, "UNAUTHENTICATED", service, path, known);
            is(403, "FORBIDDEN", service, path, tokens.shopper());
        }
        is(200, "NONE", service, "/actuator/prometheus", tokens.operator());
        is(404, "NOT_FOUND", service, "/actuator/env", tokens.operator());
        is(404, "NOT_FOUND", service, "/actuator/heapdump", tokens.operator());
    }

    private void users(String service) throws Exception {
        is(401, "UNAUTHENTICATED", service, "/api/anything", null);
        is(401, "UNAUTHENTICATED", service, "/anything", null);
        is(401, "UNAUTHENTICATED", service, "/api/anything", gatewayFor(service));
    }

    private String gatewayFor(String service) {
        return ServiceTokenForge.of(ServiceDefinition.GATEWAY, secrets)
                .token(ServiceDefinition.GATEWAY, service, Instant.now(), LIFE);
    }

    private void is(int status, String code, String service, String path, @Nullable String token)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = get(service, path, token);
        Matcher found = Pattern.compile("\"code\":\"([A-Z_]+)\"").matcher(answer.body());
        refusals.mustBe(
                "%s%s with token %s".formatted(service, path, token),
                status + " " + code,
                answer.statusCode() + " " + (found.find() ? found.group(1) : "NONE"));
    }

    private double refusedInternally(String service) throws IOException, InterruptedException {
        return REFUSED.matcher(
                        get(service, "/actuator/prometheus", tokens.operator()).body())
                .results()
                .mapToDouble(found -> Double.parseDouble(found.group(1)))
                .sum();
    }

    private HttpResponse<String> get(String service, String path, @Nullable String token)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(Objects.requireNonNull(platform.serviceUrl(service)) + path))
                .timeout(BOUND);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
