package dev.firstcome.gateway.switches.web;

import dev.firstcome.gateway.audit.AuditedExchange;
import dev.firstcome.gateway.switches.SwitchAdministration;
import dev.firstcome.gateway.switches.SwitchChangeRequest;
import dev.firstcome.gateway.switches.SwitchChangeResult;
import dev.firstcome.platform.audit.OperatorReason;
import dev.firstcome.platform.openapi.ProblemCodes;
import dev.firstcome.platform.problems.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
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

/** Operator endpoints that list and change switches. */
@RestController
@RequestMapping("/ops/switches")
@Tag(name = "Switches")
class SwitchController {

    private final SwitchAdministration administration;

    SwitchController(SwitchAdministration administration) {
        this.administration = administration;
    }

    /**
     * @param value a value of the switch, or AUTO
     * @param until the expiry in UTC, or null
     */
    record SwitchUpdate(
            @Nullable Object value,
            @Nullable String until,
            @Nullable String reason) {}

    @GetMapping
    @Operation(operationId = "listSwitches", summary = "All switches with their values and who set them")
    List<SwitchResponse> all() {
        return administration.all().stream().map(SwitchResponse::of).toList();
    }

    @PutMapping("/{name}")
    @Operation(
            operationId = "setSwitch",
            summary = "Sets a switch in every process; the value AUTO removes the manual setting")
    @ProblemCodes(status = HttpStatus.BAD_REQUEST, value = "UNKNOWN_SWITCH")
    Mono<SwitchResponse> set(
            @PathVariable String name, @RequestBody SwitchUpdate body, Principal operator, ServerWebExchange exchange) {
        SwitchChangeRequest change = new SwitchChangeRequest(
                name,
                body.value(),
                until(body),
                OperatorReason.of(body.reason()),
                operator.getName(),
                exchange.getResponse().getHeaders().getFirst("X-Request-Id"));
        return Mono.fromCallable(() -> toResponse(administration.set(change), exchange))
                .subscribeOn(Schedulers.boundedElastic());
    }

    private static SwitchResponse toResponse(SwitchChangeResult result, ServerWebExchange exchange) {
        return switch (result) {
            case SwitchChangeResult.Applied applied -> {
                exchange.getAttributes().put(AuditedExchange.ATTRIBUTE, true);
                yield SwitchResponse.of(applied);
            }
            case SwitchChangeResult.UnknownSwitch(var names) ->
                throw ProblemException.of(HttpStatus.BAD_REQUEST, "UNKNOWN_SWITCH", String.join(", ", names))
                        .with("switches", names);
            case SwitchChangeResult.InvalidValue(var values) ->
                throw ProblemException.invalid("value", "one of " + String.join(", ", values))
                        .with("values", values);
            case SwitchChangeResult.ExpiryInPast() -> throw ProblemException.invalid("until", "a time in the future");
            case SwitchChangeResult.AuditTrailFull() -> throw ProblemException.unavailable();
        };
    }

    private static @Nullable Instant until(SwitchUpdate body) {
        if (body.until() == null) {
            return null;
        }
        try {
            return Instant.parse(body.until());
        } catch (DateTimeParseException malformed) {
            throw ProblemException.invalid("until", "a time such as 2030-01-31T12:00:00Z");
        }
    }
}
