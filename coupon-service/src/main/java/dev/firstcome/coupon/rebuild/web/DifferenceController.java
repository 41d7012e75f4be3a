package dev.firstcome.coupon.rebuild.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.firstcome.coupon.audit.OutcomeDifference;
import dev.firstcome.coupon.rebuild.Rebuild;
import dev.firstcome.coupon.rebuild.Rebuilds;
import dev.firstcome.coupon.rebuild.Rebuilds.Numbered;
import dev.firstcome.platform.problems.ProblemException;
import dev.firstcome.platform.web.CursorPage;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The operator endpoint of the differences that a rebuild found, as JSON pages or as one CSV document. */
@RestController
@RequestMapping({
    "/ops/campaigns/{campaignId}/rebuilds/{rebuildId}/differences",
    "/ops/partitions/{partition}/rebuilds/{rebuildId}/differences"
})
@Tag(name = "Rebuilds")
class DifferenceController {
    private static final int PAGE_MAX = 1_000;
    private static final String CSV = "text/csv";

    private final Rebuilds rebuilds;

    DifferenceController(Rebuilds rebuilds) {
        this.rebuilds = rebuilds;
    }

    /**
     * A request, a grant or a revocation whose published outcome differs from the log.
     *
     * @param effect GAINED: the log results in a coupon, but none was published; LOST: the reverse; CHANGED: another
     *     coupon, or another rejection reason
     */
    record DifferenceBody(
            UUID campaignId,
            UUID userId,
            long offset,
            OutcomeDifference.Effect effect,
            OutcomeBody published,
            OutcomeBody folded) {
        static DifferenceBody of(Numbered numbered) {
            OutcomeDifference one = numbered.difference();
            return new DifferenceBody(
                    one.campaignId(),
                    one.userId(),
                    one.offset(),
                    one.effect(),
                    OutcomeBody.of(one.published()),
                    OutcomeBody.of(one.folded()));
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record OutcomeBody(String outcome, @Nullable Long sequence) {
        static OutcomeBody of(OutcomeDifference.OutcomeSummary summary) {
            return new OutcomeBody(summary.outcome(), summary.sequence() == 0 ? null : summary.sequence());
        }
    }

    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "listDifferences",
            summary = "The differences that a rebuild found, as JSON pages or as CSV")
    CursorPage<DifferenceBody, Long> page(
            @PathVariable(required = false) @Nullable UUID campaignId,
            @PathVariable(required = false) @Nullable Integer partition,
            @PathVariable UUID rebuildId,
            @RequestParam(defaultValue = "0") long cursor,
            @RequestParam(defaultValue = "100") int limit) {
        require(rebuildId, campaignId, partition);
        return CursorPage.read(
                new CursorPage.Limit(limit, PAGE_MAX),
                count -> rebuilds.differences(rebuildId, cursor, count),
                DifferenceBody::of,
                Numbered::number);
    }

    @GetMapping(produces = CSV)
    @Operation(
            operationId = "listDifferences",
            summary = "The differences that a rebuild found, as JSON pages or as CSV")
    void csv(
            @PathVariable(required = false) @Nullable UUID campaignId,
            @PathVariable(required = false) @Nullable Integer partition,
            @PathVariable UUID rebuildId,
            HttpServletResponse response)
            throws IOException {
        require(rebuildId, campaignId, partition);
        response.setContentType(CSV + ";charset=UTF-8");
        PrintWriter out = response.getWriter();
        out.print("campaignId,userId,offset,effect,published,publishedSequence,folded,foldedSequence\r\n");
        long after = 0;
        List<Numbered> page;
        do {
            page = rebuilds.differences(rebuildId, after, PAGE_MAX);
            for (Numbered each : page) {
                out.print(line(each.difference()));
                after = each.number();
            }
            out.flush();
        } while (page.size() == PAGE_MAX);
    }

    /** Ids, numbers and enum names need no quotes. */
    private static String line(OutcomeDifference one) {
        return "%s,%s,%d,%s,%s,%d,%s,%d\r\n"
                .formatted(
                        one.campaignId(),
                        one.userId(),
                        one.offset(),
                        one.effect(),
                        one.published().outcome(),
                        one.published().sequence(),
                        one.folded().outcome(),
                        one.folded().sequence());
    }

    private void require(UUID rebuildId, @Nullable UUID campaignId, @Nullable Integer partition) {
        Rebuild.Request request =
                rebuilds.find(rebuildId).map(Rebuild::request).orElseThrow(ProblemException::notFound);
        boolean matches = campaignId != null
                ? campaignId.equals(request.campaignId())
                : partition != null && partition == request.partition();
        if (!matches) {
            throw ProblemException.notFound();
        }
    }
}
