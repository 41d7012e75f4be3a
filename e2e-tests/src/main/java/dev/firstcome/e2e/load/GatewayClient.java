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
 * Blocking HTTP to one base address, made for virtual threads: each caller comes from an address of its own and keeps
 * one connection. It repeats nothing and follows nothing by itself; every call ends within {@link #LONGEST}.
 */
public final class GatewayClient implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration SILENCE = Duration.ofSeconds(10);

    /** The time-out of a call, and what a call that failed counts as in latencies. */
    public static final Duration LONGEST = CONNECT.plus(SILENCE);

    /** A small buffer each: thousands of connections are open at once. */
    private static final int BUFFER_BYTES = 2048;

    private static final String FROM = "firstcome.from";

    private final HttpHost target;
    private final CloseableHttpClient client;
    private final JsonMapper json = JsonMapper.builder().build();

    /** @param callers how many may call at the same time */
    public GatewayClient(URI base, int callers) {
        this(base, HttpClients.custom(), callers);
    }

    /** A door for callers who come with many connections at once and not again: what is not used for so long is closed. */
    public static GatewayClient thatCloses(URI base, int callers, Duration unused) {
        return new GatewayClient(base, HttpClients.custom().evictIdleConnections(TimeValue.of(unused)), callers);
    }

    private GatewayClient(URI base, HttpClientBuilder builder, int callers) {
        this.target = new HttpHost(base.getScheme(), base.getHost(), base.getPort());
        this.client = builder.setConnectionManager(connections(callers))
                .setRoutePlanner((host, context) -> new HttpRoute(
                        host, (InetAddress) context.getAttribute(FROM), "https".equals(host.getSchemeName())))
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(Timeout.of(CONNECT))
                        .setResponseTimeout(Timeout.of(SILENCE))
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
                        .setConnectTimeout(Timeout.of(CONNECT))
                        .setSocketTimeout(Timeout.of(SILENCE))
                        .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                        .build())
                .build();
    }

    /** @throws IOException if no answer came: whether the call had its effect is then unknown */
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
