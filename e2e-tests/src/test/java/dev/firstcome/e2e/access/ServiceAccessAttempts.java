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

/** Calls each service's own port without a token, with a user's token and with forged service tokens. */
public final class ServiceAccessAttempts {
    private static final Duration BOUND = Duration.ofSeconds(10);
    private static final Duration TOKEN_LIFETIME = Duration.ofSeconds(60);
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

    /** Users' tokens as user-service issued them. */
    public record Tokens(String shopper, String operator) {}

    public ServiceAccessAttempts(PlatformDescription platform, Path secrets, Tokens tokens, AccessAttempts refusals) {
        this.platform = platform;
        this.secrets = secrets;
        this.tokens = tokens;
        this.refusals = refusals;
    }

    public void attemptAll() throws Exception {
        for (String service : SERVICES) {
            double before = refusedInternalCalls(service);
            int refused = attemptInternalCalls(service);
            refusals.expectEqual(
                    "refused calls counted by " + service, before + refused, refusedInternalCalls(service));
            attemptOperatorCalls(service);
            attemptUserCalls(service);
            expectStatus(200, "NONE", service, "/actuator/health", null);
        }
        expectStatus(404, "NOT_FOUND", ServiceDefinition.GATEWAY, INTERNAL, gatewayTokenFor(ServiceDefinition.USER));
    }

    /** Returns the number of refused calls; the service counts each of them. */
    private int attemptInternalCalls(String service) throws Exception {
        Instant now = Instant.now();
        ServiceTokenForge gateway = ServiceTokenForge.of(ServiceDefinition.GATEWAY, secrets);
        String issuer = ServiceDefinition.GATEWAY;
        String other = service.equals(ServiceDefinition.USER) ? ServiceDefinition.COUPON : ServiceDefinition.USER;
        Map<String, @Nullable String> forged = new LinkedHashMap<>();
        forged.put("no token", null);
        forged.put("a shopper's token", tokens.shopper());
        forged.put("an operator's token", tokens.operator());
        forged.put("nonsense", "a.b.c");
        forged.put("a token for another service", gateway.token(issuer, other, now, TOKEN_LIFETIME));
        forged.put("an expired token", gateway.token(issuer, service, now.minusSeconds(120), TOKEN_LIFETIME));
        forged.put("a token for an hour", gateway.token(issuer, service, now, Duration.ofHours(1)));
        forged.put("a token with another service as issuer", gateway.token(other, service, now, TOKEN_LIFETIME));
        forged.put(
                "a token signed with an unknown key",
                gateway.withUnknownKey().token(issuer, service, now, TOKEN_LIFETIME));
        for (Map.Entry<String, @Nullable String> token : forged.entrySet()) {
            expectStatus(401, "UNAUTHENTICATED", service, INTERNAL, token.getValue());
        }
        // A valid token, but no rule permits this path.
        expectStatus(403, "FORBIDDEN", service, INTERNAL, gateway.token(issuer, service, now, TOKEN_LIFETIME));
        expectStatus(403, "FORBIDDEN", service, SWITCHES, tokenOf(other, service, now));
        expectStatus(200, "NONE", service, SWITCHES, gateway.token(issuer, service, now, TOKEN_LIFETIME));
        return forged.size() + 2 + attemptCouponCalls(service, now);
    }

    /** Only payment-service may reserve coupons. Returns the number of refused calls. */
    private int attemptCouponCalls(String service, Instant now) throws Exception {
        if (!service.equals(ServiceDefinition.COUPON)) {
            return 0;
        }
        String path = "/internal/coupons/%s?userId=%s".formatted(UUID.randomUUID(), UUID.randomUUID());
        List<String> others = List.of(ServiceDefinition.GATEWAY, ServiceDefinition.USER, ServiceDefinition.CATALOG);
        for (String other : others) {
            expectStatus(403, "FORBIDDEN", service, path, tokenOf(other, service, now));
        }
        expectStatus(404, "NOT_FOUND", service, path, tokenOf(ServiceDefinition.PAYMENT, service, now));
        return others.size();
    }

    private String tokenOf(String other, String service, Instant now) {
        return ServiceTokenForge.of(other, secrets).token(other, service, now, TOKEN_LIFETIME);
    }

    private void attemptOperatorCalls(String service) throws Exception {
        String gatewayToken = gatewayTokenFor(service);
        for (String path : List.of("/actuator/prometheus", "/actuator/info", "/ops/anything")) {
            expectStatus(401, "UNAUTHENTICATED", service, path, null);
            expectStatus(401, "UNAUTHENTICATED", service, path, gatewayToken);
            expectStatus(403, "FORBIDDEN", service, path, tokens.shopper());
        }
        expectStatus(200, "NONE", service, "/actuator/prometheus", tokens.operator());
        expectStatus(404, "NOT_FOUND", service, "/actuator/env", tokens.operator());
        expectStatus(404, "NOT_FOUND", service, "/actuator/heapdump", tokens.operator());
    }

    private void attemptUserCalls(String service) throws Exception {
        expectStatus(401, "UNAUTHENTICATED", service, "/api/anything", null);
        expectStatus(401, "UNAUTHENTICATED", service, "/anything", null);
        expectStatus(401, "UNAUTHENTICATED", service, "/api/anything", gatewayTokenFor(service));
    }

    private String gatewayTokenFor(String service) {
        return ServiceTokenForge.of(ServiceDefinition.GATEWAY, secrets)
                .token(ServiceDefinition.GATEWAY, service, Instant.now(), TOKEN_LIFETIME);
    }

    private void expectStatus(int status, String code, String service, String path, @Nullable String token)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = get(service, path, token);
        Matcher found = Pattern.compile("\"code\":\"([A-Z_]+)\"").matcher(answer.body());
        refusals.expectEqual(
                "%s%s with token %s".formatted(service, path, token),
                status + " " + code,
                answer.statusCode() + " " + (found.find() ? found.group(1) : "NONE"));
    }

    private double refusedInternalCalls(String service) throws IOException, InterruptedException {
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
