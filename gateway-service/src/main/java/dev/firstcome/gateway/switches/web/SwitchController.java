package dev.firstcome.gateway.switches.web;

import dev.firstcome.gateway.audit.WrittenCalls;
import dev.firstcome.gateway.switches.SwitchAnswer;
import dev.firstcome.gateway.switches.SwitchControl;
import dev.firstcome.platform.audit.OperatorReason;
import dev.firstcome.platform.problems.Problem;
import java.security.Principal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What operators ask and want of switches. */
@RestController
@RequestMapping("/ops/switches")
class SwitchController {

    private final SwitchControl control;

    SwitchController(SwitchControl control) {
        this.control = control;
    }

    /** @param value a value of the switch, or AUTO; {@code until} is a time in UTC, or missing */
    record NewSetting(
            @Nullable Object value,
            @Nullable String until,
            @Nullable String reason) {}

    @GetMapping
    List<SwitchBody> all() {
        return control.all().stream().map(SwitchBody::of).toList();
    }

    @PutMapping("/{name}")
    Mono<SwitchBody> set(
            @PathVariable String name, @RequestBody NewSetting body, Principal operator, ServerWebExchange exchange) {
        SwitchControl.Wish wish = new SwitchControl.Wish(
                name,
                body.value(),
                until(body),
                OperatorReason.of(body.reason()),
                operator.getName(),
                exchange.getResponse().getHeaders().getFirst("X-Request-Id"));
        return Mono.fromCallable(() -> answer(control.set(wish), exchange)).subscribeOn(Schedulers.boundedElastic());
    }

    private static SwitchBody answer(SwitchAnswer answer, ServerWebExchange exchange) {
        return switch (answer) {
            case SwitchAnswer.Done done -> {
                exchange.getAttributes().put(WrittenCalls.ATTRIBUTE, true);
                yield SwitchBody.of(done);
            }
            case SwitchAnswer.Unknown(var names) ->
                throw Problem.of(HttpStatus.BAD_REQUEST, "UNKNOWN_SWITCH", String.join(", ", names))
                        .with("switches", names);
            case SwitchAnswer.NoSuchValue(var values) ->
                throw Problem.invalid("value", "one of " + String.join(", ", values))
                        .with("values", values);
            case SwitchAnswer.Over() -> throw Problem.invalid("until", "a time that is yet to come");
            case SwitchAnswer.TrailFull() -> throw Problem.unavailable();
        };
    }

    private static @Nullable Instant until(NewSetting body) {
        if (body.until() == null) {
            return null;
        }
        try {
            return Instant.parse(body.until());
        } catch (DateTimeParseException malformed) {
            throw Problem.invalid("until", "a time such as 2030-01-31T12:00:00Z");
        }
    }
}
