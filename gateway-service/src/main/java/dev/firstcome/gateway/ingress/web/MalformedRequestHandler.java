package dev.firstcome.gateway.ingress.web;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Answers requests that the HTTP layers behind it cannot interpret with a problem document: an unreadable request line
 * or header, too large headers, a target that is no URI in UTF-8, an unknown expectation, a body in malformed chunks.
 * These layers answer with an empty body or an HTML page, or fail. One instance per connection, used by its event loop only.
 */
final class MalformedRequestHandler extends ChannelDuplexHandler {
    /** The services accept at most 100 headers; the gateway adds some of its own. */
    private static final int HEADERS_MAX = 80;

    /** Time in which the client reads the response. A connection that is closed with unread data may lose it. */
    private static final long CLOSE_DELAY_MILLIS = 500;

    private final ProblemWriter problems;
    private int pendingResponses;
    private boolean responseStarted;
    private boolean rejected;

    MalformedRequestHandler(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (rejected) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof HttpRequest request) {
            HttpStatus problem = problemOf(request);
            // A response to an earlier request must not be interleaved with this one.
            if (problem != null && pendingResponses == 0) {
                reject(context, problem, request.headers().get(HttpHeaderNames.ACCEPT_LANGUAGE));
                ReferenceCountUtil.release(message);
                return;
            }
            pendingResponses++;
        } else if (isMalformedBody(message) && pendingResponses == 1 && !responseStarted) {
            reject(context, HttpStatus.BAD_REQUEST, null);
            ReferenceCountUtil.release(message);
            return;
        }
        context.fireChannelRead(message);
    }

    /** Discards what the layers behind still respond to a request that was rejected within its body. */
    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (rejected) {
            ReferenceCountUtil.release(message);
            promise.tryFailure(new ClosedChannelException());
            return;
        }
        boolean isInterim = message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        if (message instanceof HttpResponse && !isInterim) {
            responseStarted = true;
        }
        if (message instanceof LastHttpContent && !isInterim) {
            responseStarted = false;
            pendingResponses--;
        }
        context.write(message, promise);
    }

    private static boolean isMalformedBody(Object message) {
        return message instanceof HttpContent content && content.decoderResult().isFailure();
    }

    private static @Nullable HttpStatus problemOf(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            Throwable cause = request.decoderResult().cause();
            return switch (cause) {
                case TooLongHttpHeaderException _ -> HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE;
                case TooLongHttpLineException _ -> HttpStatus.URI_TOO_LONG;
                default -> HttpStatus.BAD_REQUEST;
            };
        }
        if (!isUtf8Uri(request.uri())) {
            return HttpStatus.BAD_REQUEST;
        }
        if (request.headers().size() > HEADERS_MAX) {
            return HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE;
        }
        String expectation = request.headers().get(HttpHeaderNames.EXPECT);
        return expectation == null || HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(expectation)
                ? null
                : HttpStatus.EXPECTATION_FAILED;
    }

    private static boolean isUtf8Uri(String target) {
        try {
            URI uri = new URI(target);
            return isUtf8(uri.getRawPath()) && isUtf8(uri.getRawQuery());
        } catch (URISyntaxException malformed) {
            return false;
        }
    }

    private static boolean isUtf8(@Nullable String encoded) {
        if (encoded == null || encoded.indexOf('%') < 0) {
            return true;
        }
        try {
            byte[] bytes =
                    URLDecoder.decode(encoded, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1);
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.indexOf('\0') < 0;
        } catch (CharacterCodingException | IllegalArgumentException malformed) {
            return false;
        }
    }

    private void reject(ChannelHandlerContext context, HttpStatus status, @Nullable String acceptLanguage) {
        rejected = true;
        byte[] body = problems.body(status, status.name(), acceptLanguage);
        var response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status.value()), Unpooled.wrappedBuffer(body));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "application/problem+json")
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
                .set(RequestIdFilter.HEADER, UUID.randomUUID().toString());
        context.writeAndFlush(response)
                .addListener(sent ->
                        context.executor().schedule(() -> context.close(), CLOSE_DELAY_MILLIS, TimeUnit.MILLISECONDS));
    }
}
