package dev.firstcome.coupon.rebuild.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.firstcome.coupon.rebuild.Difference;
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

/** For whom a rebuild makes a difference: in pages, or all at once as lines of commas. */
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
     * A user's request, or a grant or a revocation, and what became of it.
     *
     * @param effect GAINED: a coupon in the fold where the user was told of none; LOST: the other way; CHANGED: another
     *     coupon, or another reason for none
     */
    record DifferenceBody(
            UUID campaignId, UUID userId, long offset, Difference.Effect effect, FateBody told, FateBody folded) {
        static DifferenceBody of(Numbered numbered) {
            Difference one = numbered.difference();
            return new DifferenceBody(
                    one.campaignId(),
                    one.userId(),
                    one.offset(),
                    one.effect(),
                    FateBody.of(one.told()),
                    FateBody.of(one.folded()));
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FateBody(String outcome, @Nullable Long sequence) {
        static FateBody of(Difference.Fate fate) {
            return new FateBody(fate.outcome(), fate.sequence() == 0 ? null : fate.sequence());
        }
    }

    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "listDifferences",
            summary = "The users for whom a rebuild makes a difference, as JSON pages or as CSV")
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
            summary = "The users for whom a rebuild makes a difference, as JSON pages or as CSV")
    void lines(
            @PathVariable(required = false) @Nullable UUID campaignId,
            @PathVariable(required = false) @Nullable Integer partition,
            @PathVariable UUID rebuildId,
            HttpServletResponse response)
            throws IOException {
        require(rebuildId, campaignId, partition);
        response.setContentType(CSV + ";charset=UTF-8");
        PrintWriter out = response.getWriter();
        out.print("campaignId,userId,offset,effect,told,toldSequence,folded,foldedSequence\r\n");
        long after = 0;
        List<Numbered> some;
        do {
            some = rebuilds.differences(rebuildId, after, PAGE_MAX);
            for (Numbered each : some) {
                out.print(line(each.difference()));
                after = each.number();
            }
            out.flush();
        } while (some.size() == PAGE_MAX);
    }

    /** None of it needs quotes: ids, numbers and names of our own. */
    private static String line(Difference one) {
        return "%s,%s,%d,%s,%s,%d,%s,%d\r\n"
                .formatted(
                        one.campaignId(),
                        one.userId(),
                        one.offset(),
                        one.effect(),
                        one.told().outcome(),
                        one.told().sequence(),
                        one.folded().outcome(),
                        one.folded().sequence());
    }

    private void require(UUID rebuildId, @Nullable UUID campaignId, @Nullable Integer partition) {
        Rebuild.Wish wish = rebuilds.find(rebuildId).map(Rebuild::wish).orElseThrow(ProblemException::notFound);
        boolean here = campaignId != null
                ? campaignId.equals(wish.campaignId())
                : partition != null && partition == wish.partition();
        if (!here) {
            throw ProblemException.notFound();
        }
    }
}
