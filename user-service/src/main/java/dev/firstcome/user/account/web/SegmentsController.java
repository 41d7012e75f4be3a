package dev.firstcome.user.account.web;

import dev.firstcome.contracts.user.Segments;
import dev.firstcome.platform.audit.AuditNotes;
import dev.firstcome.platform.audit.OperatorReason;
import dev.firstcome.platform.problems.Problem;
import dev.firstcome.user.account.Accounts;
import dev.firstcome.user.account.SegmentsChange;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Operators say which groups a user belongs to. */
@RestController
@RequestMapping("/ops/users/{userId}/segments")
@Tag(name = "Accounts")
class SegmentsController {
    private final Accounts accounts;

    SegmentsController(Accounts accounts) {
        this.accounts = accounts;
    }

    record SegmentsRequest(
            @Nullable List<String> segments, @Nullable String reason) {}

    record SegmentsAnswer(UUID userId, List<String> segments) {}

    @PutMapping
    @Operation(summary = "Puts the user into these segments and no others. The user's next tokens say so")
    SegmentsAnswer put(@PathVariable UUID userId, @RequestBody SegmentsRequest request, HttpServletRequest call) {
        AuditNotes notes = AuditNotes.of(call).because(OperatorReason.of(request.reason()));
        List<String> segments = request.segments();
        if (segments == null || !Segments.areNames(segments, Segments.OF_USER_MAX)) {
            throw Problem.invalid("segments", "at most " + Segments.OF_USER_MAX + ", " + Segments.FORM);
        }
        SegmentsChange change = accounts.putInto(
                        userId, segments.stream().distinct().sorted().toList())
                .orElseThrow(Problem::notFound);
        notes.changed(change.before(), change.after());
        return new SegmentsAnswer(userId, change.after());
    }
}
