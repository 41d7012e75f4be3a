package dev.firstcome.psp.http;

import com.sun.net.httpserver.HttpExchange;
import dev.firstcome.psp.api.Command;
import dev.firstcome.psp.api.FormParameters;
import dev.firstcome.psp.api.PaymentProvider;
import dev.firstcome.psp.api.QueryEndpoints;
import dev.firstcome.psp.api.RejectedRequestException;
import dev.firstcome.psp.api.RenderedResponse;
import dev.firstcome.psp.api.RequestContext;
import dev.firstcome.psp.api.SimulatorEndpoints;
import dev.firstcome.psp.card.Faults;
import dev.firstcome.psp.ledger.StripeError;
import java.io.IOException;
import java.time.Clock;
import java.util.List;

/** Routes requests to the endpoints by method and path. */
final class RequestRouter {
    private final PaymentProvider provider;
    private final QueryEndpoints queries;
    private final SimulatorEndpoints simulator;
    private final Clock clock;

    RequestRouter(PaymentProvider provider, QueryEndpoints queries, SimulatorEndpoints simulator, Clock clock) {
        this.provider = provider;
        this.queries = queries;
        this.simulator = simulator;
        this.clock = clock;
    }

    RenderedResponse route(HttpExchange exchange, String requestId, Faults faults) throws IOException {
        String path = exchange.getRequestURI().getPath();
        List<String> segments = List.of(path.substring(1).split("/", -1));
        return switch (exchange.getRequestMethod()) {
            case "GET" -> RenderedResponse.complete(200, get(segments, query(exchange), exchange));
            case "POST" -> post(exchange, segments, requestId, faults);
            case "PUT" -> put(exchange, path);
            default -> throw unknownUrl(exchange);
        };
    }

    private RenderedResponse put(HttpExchange exchange, String path) throws IOException {
        if (!path.equals("/simulator/faults")) {
            throw unknownUrl(exchange);
        }
        return RenderedResponse.complete(200, simulator.setFaults(RequestReader.body(exchange)));
    }

    private static FormParameters query(HttpExchange exchange) {
        return FormParameters.parse(exchange.getRequestURI().getRawQuery());
    }

    private byte[] get(List<String> segments, FormParameters query, HttpExchange exchange) {
        return switch (String.join("/", segments)) {
            case "v1/payment_intents" -> queries.intents(query);
            case "v1/payment_intents/search" -> queries.search(query);
            case "v1/refunds" -> queries.refunds(query);
            case "simulator/faults" -> simulator.faults();
            case "simulator/ledger" -> simulator.ledger(query);
            case "simulator/totals" -> simulator.totals();
            case String _ when isResource("payment_intents", segments) -> queries.intent(segments.get(2), query);
            case String _ when isResource("refunds", segments) -> queries.refund(segments.get(2), query);
            default -> throw unknownUrl(exchange);
        };
    }

    private static boolean isResource(String kind, List<String> segments) {
        return segments.size() == 3
                && segments.get(0).equals("v1")
                && segments.get(1).equals(kind);
    }

    private RenderedResponse post(HttpExchange exchange, List<String> segments, String requestId, Faults faults)
            throws IOException {
        String key = RequestReader.idempotencyKey(exchange);
        FormParameters form = RequestReader.form(exchange);
        String parametersHash =
                RequestReader.parametersHash(exchange.getRequestURI().getPath(), form);
        Command command = command(segments, form, exchange);
        return provider.execute(command, new RequestContext(requestId, key, clock.millis(), faults), parametersHash);
    }

    private static Command command(List<String> segments, FormParameters form, HttpExchange exchange) {
        boolean intents = segments.size() >= 2
                && segments.get(0).equals("v1")
                && segments.get(1).equals("payment_intents");
        if (intents && segments.size() == 2) {
            return Command.Parser.create(form);
        }
        if (intents && segments.size() == 4 && segments.get(3).equals("confirm")) {
            return Command.Parser.confirm(segments.get(2), form);
        }
        if (intents && segments.size() == 4 && segments.get(3).equals("cancel")) {
            return Command.Parser.cancel(segments.get(2), form);
        }
        if (segments.equals(List.of("v1", "refunds"))) {
            return Command.Parser.refund(form);
        }
        throw unknownUrl(exchange);
    }

    private static RejectedRequestException unknownUrl(HttpExchange exchange) {
        return new RejectedRequestException(
                404,
                StripeError.invalidRequest(
                        "url_unknown",
                        "Unrecognized request URL (" + exchange.getRequestMethod() + ": "
                                + exchange.getRequestURI().getPath() + ")."));
    }
}
