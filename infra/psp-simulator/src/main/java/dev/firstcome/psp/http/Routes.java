package dev.firstcome.psp.http;

import com.sun.net.httpserver.HttpExchange;
import dev.firstcome.psp.api.BadCall;
import dev.firstcome.psp.api.Call;
import dev.firstcome.psp.api.Command;
import dev.firstcome.psp.api.Control;
import dev.firstcome.psp.api.FormParameters;
import dev.firstcome.psp.api.Lookups;
import dev.firstcome.psp.api.Provider;
import dev.firstcome.psp.api.Reply;
import dev.firstcome.psp.card.Faults;
import dev.firstcome.psp.ledger.Problem;
import java.io.IOException;
import java.time.Clock;
import java.util.List;

/** Which call a request is. */
final class Routes {
    private final Provider provider;
    private final Lookups lookups;
    private final Control control;
    private final Clock clock;

    Routes(Provider provider, Lookups lookups, Control control, Clock clock) {
        this.provider = provider;
        this.lookups = lookups;
        this.control = control;
        this.clock = clock;
    }

    Reply answer(HttpExchange exchange, String requestId, Faults faults) throws IOException {
        String path = exchange.getRequestURI().getPath();
        List<String> parts = List.of(path.substring(1).split("/", -1));
        return switch (exchange.getRequestMethod()) {
            case "GET" -> Reply.plain(200, looked(parts, query(exchange), exchange));
            case "POST" -> posted(exchange, parts, requestId, faults);
            case "PUT" -> put(exchange, path);
            default -> throw unknown(exchange);
        };
    }

    private Reply put(HttpExchange exchange, String path) throws IOException {
        if (!path.equals("/simulator/faults")) {
            throw unknown(exchange);
        }
        return Reply.plain(200, control.setFaults(Requests.body(exchange)));
    }

    private static FormParameters query(HttpExchange exchange) {
        return FormParameters.parse(exchange.getRequestURI().getRawQuery());
    }

    private byte[] looked(List<String> parts, FormParameters query, HttpExchange exchange) {
        return switch (String.join("/", parts)) {
            case "v1/payment_intents" -> lookups.intents(query);
            case "v1/payment_intents/search" -> lookups.search(query);
            case "v1/refunds" -> lookups.refunds(query);
            case "simulator/faults" -> control.faults();
            case "simulator/ledger" -> control.ledger(query);
            case "simulator/totals" -> control.totals();
            case String _ when isOne("payment_intents", parts) -> lookups.intent(parts.get(2), query);
            case String _ when isOne("refunds", parts) -> lookups.refund(parts.get(2), query);
            default -> throw unknown(exchange);
        };
    }

    private static boolean isOne(String kind, List<String> parts) {
        return parts.size() == 3 && parts.get(0).equals("v1") && parts.get(1).equals(kind);
    }

    private Reply posted(HttpExchange exchange, List<String> parts, String requestId, Faults faults)
            throws IOException {
        String key = Requests.idempotencyKey(exchange);
        FormParameters form = Requests.form(exchange);
        String print = Requests.print(exchange.getRequestURI().getPath(), form);
        Command command = command(parts, form, exchange);
        return provider.execute(command, new Call(requestId, key, clock.millis(), faults), print);
    }

    private static Command command(List<String> parts, FormParameters form, HttpExchange exchange) {
        boolean intents =
                parts.size() >= 2 && parts.get(0).equals("v1") && parts.get(1).equals("payment_intents");
        if (intents && parts.size() == 2) {
            return Command.Reading.create(form);
        }
        if (intents && parts.size() == 4 && parts.get(3).equals("confirm")) {
            return Command.Reading.confirm(parts.get(2), form);
        }
        if (intents && parts.size() == 4 && parts.get(3).equals("cancel")) {
            return Command.Reading.cancel(parts.get(2), form);
        }
        if (parts.equals(List.of("v1", "refunds"))) {
            return Command.Reading.refund(form);
        }
        throw unknown(exchange);
    }

    private static BadCall unknown(HttpExchange exchange) {
        return new BadCall(
                404,
                Problem.invalid(
                        "url_unknown",
                        "Unrecognized request URL (" + exchange.getRequestMethod() + ": "
                                + exchange.getRequestURI().getPath() + ")."));
    }
}
