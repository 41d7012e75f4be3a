package dev.firstcome.psp.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.firstcome.psp.api.IdGenerator;
import dev.firstcome.psp.api.RejectedRequestException;
import dev.firstcome.psp.api.RenderedResponse;
import dev.firstcome.psp.api.StripeJsonMapper;
import dev.firstcome.psp.card.FaultSwitch;
import dev.firstcome.psp.card.Faults;
import dev.firstcome.psp.ledger.StripeError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Handles every request: public health check, outage simulation, authentication and routing. */
final class RootHandler implements HttpHandler {
    private final ApiKeyAuthenticator authenticator;
    private final RequestRouter router;
    private final ResponseWriter writer;
    private final FaultSwitch faults;

    RootHandler(ApiKeyAuthenticator authenticator, RequestRouter router, ResponseWriter writer, FaultSwitch faults) {
        this.authenticator = authenticator;
        this.router = router;
        this.writer = writer;
        this.faults = faults;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/health")) {
            writer.sendComplete(exchange, 200, "{\"status\":\"up\"}".getBytes(StandardCharsets.UTF_8));
            return;
        }
        String requestId = IdGenerator.request();
        exchange.getResponseHeaders().set("Request-Id", requestId);
        Faults active = faults.current();
        switch (path.startsWith("/v1/") ? active.outage() : Faults.Outage.NONE) {
            case REFUSE -> writer.close(exchange);
            case HANG -> writer.withhold(exchange);
            case ERROR -> writer.sendComplete(exchange, 500, StripeJsonMapper.error(StripeError.internal(), null));
            case NONE -> writer.send(exchange, respond(exchange, requestId, active));
        }
    }

    private RenderedResponse respond(HttpExchange exchange, String requestId, Faults active) {
        try {
            authenticator.authenticate(exchange.getRequestHeaders().getFirst("Authorization"));
            return router.route(exchange, requestId, active);
        } catch (RejectedRequestException rejected) {
            return RenderedResponse.complete(rejected.status(), StripeJsonMapper.error(rejected.error(), null));
        } catch (IOException | RuntimeException failed) {
            System.err.println("psp-simulator: " + requestId + " " + exchange.getRequestMethod() + " "
                    + exchange.getRequestURI().getPath() + " failed: " + failed);
            return RenderedResponse.complete(500, StripeJsonMapper.error(StripeError.internal(), null));
        }
    }
}
