package dev.firstcome.e2e.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * A blocking HTTP client of one base address for virtual threads. Each caller has its own local address and keeps one
 * connection. The client neither retries nor follows redirects. Every call ends within {@link #CALL_DURATION_MAX}.
 */
public final class GatewayClient implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(10);

    /** The time-out of a call, which latency histograms also record for a failed call. */
    public static final Duration CALL_DURATION_MAX = CONNECT_TIMEOUT.plus(RESPONSE_TIMEOUT);

    /** Small, because thousands of connections are open at the same time. */
    private static final int BUFFER_BYTES = 2048;

    private static final String FROM = "firstcome.from";

    private final HttpHost target;
    private final CloseableHttpClient client;
    private final JsonMapper json = JsonMapper.builder().build();

    /** @param callers the maximum number of concurrent calls */
    public GatewayClient(URI base, int callers) {
        this(base, HttpClients.custom(), callers);
    }

    /** A client for bursts of many connections: it closes connections that have been idle for this long. */
    public static GatewayClient evictingIdleConnections(URI base, int callers, Duration idleMax) {
        return new GatewayClient(base, HttpClients.custom().evictIdleConnections(TimeValue.of(idleMax)), callers);
    }

    private GatewayClient(URI base, HttpClientBuilder builder, int callers) {
        this.target = new HttpHost(base.getScheme(), base.getHost(), base.getPort());
        this.client = builder.setConnectionManager(connections(callers))
                .setRoutePlanner((host, context) -> new HttpRoute(
                        host, (InetAddress) context.getAttribute(FROM), "https".equals(host.getSchemeName())))
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(Timeout.of(CONNECT_TIMEOUT))
                        .setResponseTimeout(Timeout.of(RESPONSE_TIMEOUT))
                        .build())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build();
    }

    private static PoolingHttpClientConnectionManager connections(int callers) {
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                .setMaxConnTotal(callers)
                .setMaxConnPerRoute(callers)
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(
                                Http1Config.custom().setBufferSize(BUFFER_BYTES).build())
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(CONNECT_TIMEOUT))
                        .setSocketTimeout(Timeout.of(RESPONSE_TIMEOUT))
                        .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                        .build())
                .build();
    }

    /** @throws IOException if no response arrived; the effect of the call is then unknown */
    public Answer send(Call call) throws IOException {
        HttpUriRequestBase request = new HttpUriRequestBase(call.method(), URI.create(call.path()));
        call.headers().forEach(request::setHeader);
        if (call.body() != null) {
            request.setEntity(new ByteArrayEntity(bytes(call.body()), ContentType.APPLICATION_JSON));
        }
        HttpContext context = HttpClientContext.create();
        context.setAttribute(FROM, call.from());
        return client.execute(target, request, context, this::read);
    }

    private byte[] bytes(Object body) {
        return body instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : json.writeValueAsBytes(body);
    }

    private Answer read(ClassicHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        byte[] body = entity == null ? null : EntityUtils.toByteArray(entity);
        ContentType type = entity == null ? null : ContentType.parseLenient(entity.getContentType());
        return new Answer(
                response.getCode(),
                parse(body),
                type == null ? "" : type.getMimeType(),
                seconds(response.getFirstHeader("Retry-After")),
                body == null ? "" : new String(body, StandardCharsets.UTF_8));
    }

    private JsonNode parse(byte @Nullable [] body) {
        if (body == null || body.length == 0) {
            return MissingNode.getInstance();
        }
        try {
            return json.readTree(body);
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }

    private static @Nullable Duration seconds(@Nullable Header header) {
        if (header == null || !header.getValue().matches("[0-9]{1,6}")) {
            return null;
        }
        return Duration.ofSeconds(Long.parseLong(header.getValue()));
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
