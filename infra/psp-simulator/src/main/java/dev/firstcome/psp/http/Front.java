package dev.firstcome.psp.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.firstcome.psp.api.BadCall;
import dev.firstcome.psp.api.Bodies;
import dev.firstcome.psp.api.Ids;
import dev.firstcome.psp.api.Reply;
import dev.firstcome.psp.card.FaultSwitch;
import dev.firstcome.psp.card.Faults;
import dev.firstcome.psp.ledger.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Where every request comes in: health for all, the rest for who has the key, and nothing of the API in an outage. */
final class Front implements HttpHandler {
    private final Gate gate;
    private final Routes routes;
    private final Exits exits;
    private final FaultSwitch faults;

    Front(Gate gate, Routes routes, Exits exits, FaultSwitch faults) {
        this.gate = gate;
        this.routes = routes;
        this.exits = exits;
        this.faults = faults;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/health")) {
            exits.plain(exchange, 200, "{\"status\":\"up\"}".getBytes(StandardCharsets.UTF_8));
            return;
        }
        String requestId = Ids.request();
        exchange.getResponseHeaders().set("Request-Id", requestId);
        Faults now = faults.now();
        switch (path.startsWith("/v1/") ? now.outage() : Faults.Outage.NONE) {
            case REFUSE -> exits.refuse(exchange);
            case HANG -> exits.hold(exchange);
            case ERROR -> exits.plain(exchange, 500, Bodies.problem(Problem.server(), null));
            case NONE -> exits.give(exchange, answer(exchange, requestId, now));
        }
    }

    private Reply answer(HttpExchange exchange, String requestId, Faults now) {
        try {
            gate.check(exchange.getRequestHeaders().getFirst("Authorization"));
            return routes.answer(exchange, requestId, now);
        } catch (BadCall refused) {
            return Reply.plain(refused.status(), Bodies.problem(refused.problem(), null));
        } catch (IOException | RuntimeException broken) {
            System.err.println("psp-simulator: " + requestId + " " + exchange.getRequestMethod() + " "
                    + exchange.getRequestURI().getPath() + " failed: " + broken);
            return Reply.plain(500, Bodies.problem(Problem.server(), null));
        }
    }
}
