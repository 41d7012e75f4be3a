package dev.firstcome.gateway.ingress.web;

import dev.firstcome.platform.problems.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.ObjectMapper;

/** Writes problem documents in the language of the client. */
@Component
final class ProblemWriter {
    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.KOREAN);

    private final MessageSource messages;
    private final ObjectMapper json;

    ProblemWriter(MessageSource messages, ObjectMapper json) {
        this.messages = messages;
        this.json = json;
    }

    Mono<Void> write(ServerWebExchange exchange, HttpStatus status, String code) {
        return write(exchange, status, code, null);
    }

    /** @param retryAfter the value of Retry-After, rounded up to whole seconds, at least one */
    Mono<Void> write(ServerWebExchange exchange, HttpStatus status, String code, @Nullable Duration retryAfter) {
        ProblemDetail document = document(status, code, languageOf(exchange));
        HttpHeaders headers = exchange.getResponse().getHeaders();
        if (retryAfter != null) {
            long seconds = retryAfter.plusMillis(999).toSeconds();
            headers.set(HttpHeaders.RETRY_AFTER, String.valueOf(Math.max(1, seconds)));
        }
        return write(exchange, document);
    }

    /** Returns the problem document in UTF-8, for a request that has no exchange. */
    byte[] body(HttpStatus status, String code, @Nullable String acceptLanguage) {
        return bytes(document(status, code, languageOf(acceptLanguage)));
    }

    private ProblemDetail document(HttpStatus status, String code, Locale language) {
        ProblemDetail document = ProblemException.document(status, code);
        document.setDetail(messages.getMessage("problem." + code, null, language));
        return document;
    }

    private byte[] bytes(ProblemDetail document) {
        return json.writeValueAsString(document).getBytes(StandardCharsets.UTF_8);
    }

    /** Writes the problem of an endpoint of the gateway with its code, fields and headers. */
    Mono<Void> write(ServerWebExchange exchange, ProblemException problem) {
        exchange.getResponse().getHeaders().putAll(problem.getHeaders());
        return write(exchange, problem.updateAndGetBody(messages, languageOf(exchange)));
    }

    private Mono<Void> write(ServerWebExchange exchange, ProblemDetail document) {
        ServerHttpResponse response = exchange.getResponse();
        response.setRawStatusCode(document.getStatus());
        HttpHeaders headers = response.getHeaders();
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        byte[] body = bytes(document);
        headers.setContentLength(body.length);
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
    }

    private static Locale languageOf(ServerWebExchange exchange) {
        return languageOf(exchange.getRequest().getHeaders().getFirst(HttpHeaders.ACCEPT_LANGUAGE));
    }

    private static Locale languageOf(@Nullable String acceptLanguage) {
        if (acceptLanguage == null) {
            return Locale.ENGLISH;
        }
        try {
            Locale found = Locale.lookup(Locale.LanguageRange.parse(acceptLanguage), LANGUAGES);
            return found == null ? Locale.ENGLISH : found;
        } catch (IllegalArgumentException malformed) {
            return Locale.ENGLISH;
        }
    }
}
