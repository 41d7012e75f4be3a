package dev.firstcome.platform.tokens;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import dev.firstcome.platform.scheduling.RepeatingTask;
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
 * The public keys of access tokens, cached in memory and refreshed in the background. Requests never wait for a fetch,
 * and the last keys remain valid while user-service is unavailable.
 */
public final class RefreshingJwkSource implements JWKSource<SecurityContext>, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RefreshingJwkSource.class);

    private final URI uri;
    private final Duration timeout;
    private final HttpClient http;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("token-keys").factory());
    private volatile JWKSet keys = new JWKSet();

    RefreshingJwkSource(URI uri, Duration timeout) {
        this.uri = uri;
        this.timeout = timeout;
        this.http = HttpClient.newBuilder().connectTimeout(timeout).build();
    }

    /** Fetches the keys now. A failure keeps the previous keys. */
    void fetch() throws IOException, InterruptedException, ParseException {
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(timeout).build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(uri + " responded with status " + response.statusCode());
        }
        JWKSet fetched = JWKSet.parse(response.body());
        if (fetched.isEmpty()) {
            throw new IOException(uri + " contains no keys");
        }
        keys = fetched;
    }

    void refreshEvery(Duration period) {
        RepeatingTask.schedule(period, executor, "refresh of the token keys", this::refresh);
    }

    private void refresh() {
        try {
            fetch();
        } catch (IOException | ParseException failure) {
            log.warn("token keys: refresh failed, using the previous keys: {}", failure.getMessage());
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
        executor.shutdownNow();
        http.close();
    }
}
