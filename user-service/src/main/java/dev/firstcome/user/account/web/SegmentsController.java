package dev.firstcome.user.account.web;

import dev.firstcome.contracts.user.Segments;
import dev.firstcome.platform.audit.AuditNotes;
import dev.firstcome.platform.audit.OperatorReason;
import dev.firstcome.platform.problems.ProblemException;
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

/** Allows operators to replace a user's segments. */
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

    record SegmentsResponse(UUID userId, List<String> segments) {}

    @PutMapping
    @Operation(summary = "Replaces the user's segments. The user's next access tokens contain them")
    SegmentsResponse put(@PathVariable UUID userId, @RequestBody SegmentsRequest request, HttpServletRequest call) {
        AuditNotes notes = AuditNotes.of(call).because(OperatorReason.of(request.reason()));
        List<String> segments = request.segments();
        if (segments == null || !Segments.areValid(segments, Segments.PER_USER_MAX)) {
            throw ProblemException.invalid(
                    "segments", "at most " + Segments.PER_USER_MAX + ", " + Segments.NAME_FORMAT);
        }
        SegmentsChange change = accounts.replaceSegments(
                        userId, segments.stream().distinct().sorted().toList())
                .orElseThrow(ProblemException::notFound);
        notes.changed(change.before(), change.after());
        return new SegmentsResponse(userId, change.after());
    }
}
