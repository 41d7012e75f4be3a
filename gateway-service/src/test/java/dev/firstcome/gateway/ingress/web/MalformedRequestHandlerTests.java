package dev.firstcome.gateway.ingress.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.ResourceBundleMessageSource;
import tools.jackson.databind.json.JsonMapper;

class MalformedRequestHandlerTests {
    private static final String VALID = "GET /api/products?q=a HTTP/1.1\r\nHost: shop\r\n\r\n";
    private static final String INVALID = "GET /api/products?q=%ff HTTP/1.1\r\nHost: shop\r\n\r\n";

    private final EmbeddedChannel channel = new EmbeddedChannel(
            new HttpServerCodec(),
            new MalformedRequestHandler(
                    new ProblemWriter(messages(), JsonMapper.builder().build())));

    @Test
    void forwardsAValidRequest() {
        receive(VALID);

        assertThat(forwardedRequests()).isEqualTo(1);
        assertThat(sent()).isEmpty();
    }

    @Test
    void rejectsAMalformedRequestAndAllThatFollows() {
        receive(INVALID);
        receive(VALID);

        assertThat(forwardedRequests()).isZero();
        assertThat(sent()).startsWith("HTTP/1.1 400").contains("BAD_REQUEST").endsWith("}");
    }

    @Test
    void leavesAMalformedRequestToTheServerWhileAResponseIsPending() {
        receive(VALID);
        receive(INVALID);

        assertThat(forwardedRequests()).isEqualTo(2);
        assertThat(sent()).as("interleaved response").isEmpty();
    }

    @Test
    void rejectsAMalformedRequestAfterTheResponseToTheFirst() {
        receive(VALID);
        respond(HttpResponseStatus.NO_CONTENT);
        receive(INVALID);

        assertThat(sent()).startsWith("HTTP/1.1 204").contains("HTTP/1.1 400");
    }

    @Test
    void rejectsARequestWhoseBodyHasMalformedChunksAndDiscardsItsResponse() {
        receive("POST /api/sessions HTTP/1.1\r\nHost: shop\r\nTransfer-Encoding: chunked\r\n\r\n");
        receive("zz\r\n{}");
        respond(HttpResponseStatus.NO_CONTENT);

        assertThat(forwardedRequests()).isEqualTo(1);
        assertThat(sent()).startsWith("HTTP/1.1 400").contains("BAD_REQUEST").endsWith("}");
    }

    @Test
    void countsAnInterimResponseAsNone() {
        receive("POST /api/sessions HTTP/1.1\r\nHost: shop\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
        respond(HttpResponseStatus.CONTINUE);
        receive("{}");
        respond(HttpResponseStatus.NO_CONTENT);
        receive(INVALID);

        assertThat(sent()).contains("HTTP/1.1 204").contains("HTTP/1.1 400");
    }

    private void respond(HttpResponseStatus status) {
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER);
        channel.writeOneOutbound(response);
        channel.flushOutbound();
    }

    private void receive(String request) {
        channel.writeInbound(Unpooled.copiedBuffer(request, StandardCharsets.ISO_8859_1));
    }

    private int forwardedRequests() {
        int count = 0;
        for (Object message = channel.readInbound(); message != null; message = channel.readInbound()) {
            count += message instanceof HttpRequest ? 1 : 0;
            ReferenceCountUtil.release(message);
        }
        return count;
    }

    private String sent() {
        StringBuilder text = new StringBuilder();
        for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
            text.append(bytes.toString(StandardCharsets.UTF_8));
            bytes.release();
        }
        return text.toString();
    }

    private static ResourceBundleMessageSource messages() {
        ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
        messages.setBasenames("platform-problems", "problems");
        messages.setDefaultEncoding("UTF-8");
        return messages;
    }
}
