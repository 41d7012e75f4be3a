package dev.firstcome.platform.tokens;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import dev.firstcome.platform.schedules.Repeated;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that verify access tokens, kept in memory and fetched again in the background. A request never waits for a
 * fetch, and the last keys stay good while user-service is away.
 */
public final class TokenKeys implements JWKSource<SecurityContext>, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TokenKeys.class);

    private final URI uri;
    private final Duration timeout;
    private final HttpClient http;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("token-keys").factory());
    private volatile JWKSet keys = new JWKSet();

    TokenKeys(URI uri, Duration timeout) {
        this.uri = uri;
        this.timeout = timeout;
        this.http = HttpClient.newBuilder().connectTimeout(timeout).build();
    }

    /** Fetches the keys now. Fails if they cannot be had, and leaves those that are known. */
    void fetch() throws IOException, InterruptedException, ParseException {
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(timeout).build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(uri + " answered " + answer.statusCode());
        }
        JWKSet fetched = JWKSet.parse(answer.body());
        if (fetched.isEmpty()) {
            throw new IOException(uri + " has no keys");
        }
        keys = fetched;
    }

    void refreshEvery(Duration period) {
        Repeated.every(period, clock, "the fetch of token keys", this::refresh);
    }

    private void refresh() {
        try {
            fetch();
        } catch (IOException | ParseException away) {
            log.warn("token keys stay as they are: {}", away.getMessage());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) {
        return selector.select(keys);
    }

    @Override
    public void close() {
        clock.shutdownNow();
        http.close();
    }
}
