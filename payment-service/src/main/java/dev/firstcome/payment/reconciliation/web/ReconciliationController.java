package dev.firstcome.payment.reconciliation.web;

import dev.firstcome.payment.reconciliation.Difference;
import dev.firstcome.payment.reconciliation.Differences;
import dev.firstcome.payment.reconciliation.ReconciliationRuns;
import dev.firstcome.payment.reconciliation.ReconciliationStarter;
import dev.firstcome.payment.reconciliation.web.ReconciliationBodies.DifferenceBody;
import dev.firstcome.payment.reconciliation.web.ReconciliationBodies.NewRun;
import dev.firstcome.payment.reconciliation.web.ReconciliationBodies.RunBody;
import dev.firstcome.payment.reconciliation.web.ReconciliationBodies.RunsBody;
import dev.firstcome.platform.audit.AuditNotes;
import dev.firstcome.platform.audit.OperatorReason;
import dev.firstcome.platform.openapi.ProblemCodes;
import dev.firstcome.platform.problems.ProblemException;
import dev.firstcome.platform.web.CursorPage;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Starts reconciliations for operators, and lists runs and differences. */
@RestController
@RequestMapping("/ops/reconciliations")
@Tag(name = "Money")
class ReconciliationController {
    private static final int LIST_MAX = 20;
    private static final int PAGE_MAX = 100;

    private final ReconciliationStarter starter;
    private final ReconciliationRuns runs;
    private final Differences differences;

    ReconciliationController(ReconciliationStarter starter, ReconciliationRuns runs, Differences differences) {
        this.starter = starter;
        this.runs = runs;
        this.differences = differences;
    }

    @PostMapping
    @Operation(
            operationId = "startReconciliation",
            summary = "Starts a reconciliation with the provider; 409 RECONCILIATION_RUNNING while another one runs",
            description = "{from?, to?, reason}. Location is the URL of the run.")
    @ApiResponse(responseCode = "202", description = "The run; Location is its status")
    @ProblemCodes(status = HttpStatus.CONFLICT, value = "RECONCILIATION_RUNNING")
    ResponseEntity<RunBody> start(@RequestBody NewRun body, @Parameter(hidden = true) HttpServletRequest call) {
        AuditNotes notes = AuditNotes.of(call).because(OperatorReason.of(body.reason()));
        return switch (starter.start(body.from(), body.to())) {
            case ReconciliationStarter.StartOutcome.Started(var run) -> {
                RunBody started = RunBody.of(run);
                notes.changed(null, started);
                yield ResponseEntity.accepted()
                        .location(URI.create("/ops/reconciliations/" + run.id()))
                        .body(started);
            }
            case ReconciliationStarter.StartOutcome.AlreadyRunning(var other) ->
                throw ProblemException.of(HttpStatus.CONFLICT, "RECONCILIATION_RUNNING")
                        .with("runId", other.id());
            case ReconciliationStarter.StartOutcome.InvalidWindow(var field, var requirement) ->
                throw ProblemException.invalid(field, requirement);
        };
    }

    @GetMapping
    @Operation(operationId = "listReconciliations", summary = "The latest 20 runs, the newest first")
    RunsBody latest() {
        return new RunsBody(runs.latest(LIST_MAX).stream().map(RunBody::of).toList());
    }

    @GetMapping("/{runId}")
    @Operation(operationId = "getReconciliation", summary = "A run and its totals")
    RunBody show(@PathVariable UUID runId) {
        return runs.find(runId).map(RunBody::of).orElseThrow(ProblemException::notFound);
    }

    @GetMapping("/differences")
    @Operation(
            operationId = "listReconciliationDifferences",
            summary = "Differences from the provider, the newest first; open until a run no longer finds them")
    CursorPage<DifferenceBody, UUID> differences(
            @RequestParam(required = false) Difference.@Nullable State state,
            @RequestParam(required = false) @Nullable UUID cursor,
            @RequestParam(defaultValue = "20") int limit) {
        return CursorPage.read(
                new CursorPage.Limit(limit, PAGE_MAX),
                count -> differences.page(state, cursor, count),
                DifferenceBody::of,
                Difference::id);
    }
}
