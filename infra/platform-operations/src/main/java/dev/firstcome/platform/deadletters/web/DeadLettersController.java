package dev.firstcome.platform.deadletters.web;

import dev.firstcome.contracts.Topics;
import dev.firstcome.platform.audit.AuditNotes;
import dev.firstcome.platform.audit.OperatorReason;
import dev.firstcome.platform.deadletters.DeadLetter;
import dev.firstcome.platform.deadletters.DeadLetterId;
import dev.firstcome.platform.deadletters.DeadLetterPage;
import dev.firstcome.platform.deadletters.DeadLetters;
import dev.firstcome.platform.deadletters.DeadLetters.Letter;
import dev.firstcome.platform.deadletters.RecordPosition;
import dev.firstcome.platform.deadletters.RedriveOutcome;
import dev.firstcome.platform.deadletters.RedrivenRecord;
import dev.firstcome.platform.deadletters.RedrivenRecords;
import dev.firstcome.platform.deadletters.Redriver;
import dev.firstcome.platform.deadletters.web.DeadLetterBodies.LetterBody;
import dev.firstcome.platform.deadletters.web.DeadLetterBodies.PageBody;
import dev.firstcome.platform.deadletters.web.DeadLetterBodies.RedriveBody;
import dev.firstcome.platform.deadletters.web.DeadLetterBodies.RedriveRequest;
import dev.firstcome.platform.deadletters.web.DeadLetterBodies.RedrivenBody;
import dev.firstcome.platform.deadletters.web.DeadLetterBodies.WholeBody;
import dev.firstcome.platform.openapi.ProblemCodes;
import dev.firstcome.platform.problems.ProblemException;
import dev.firstcome.platform.tokens.CurrentUser;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The endpoints through which operators inspect and redrive the dead letters of this service's topics. */
@RestController
@RequestMapping("/ops/dead-letters")
@Tag(name = "Dead letters")
public final class DeadLettersController {
    private static final Logger log = LoggerFactory.getLogger(DeadLettersController.class);
    private static final int PAGE_MAX = 100;

    private final DeadLetters letters;
    private final RedrivenRecords redriven;
    private final Redriver redriver;

    public DeadLettersController(DeadLetters letters, RedrivenRecords redriven, Redriver redriver) {
        this.letters = letters;
        this.redriven = redriven;
        this.redriver = redriver;
    }

    @GetMapping
    @Operation(
            summary = "Dead letters of a topic, the newest first, without their payloads",
            description = "The topic must belong to this service.")
    PageBody list(
            @RequestParam(required = false) @Nullable String topic,
            @RequestParam(required = false) @Nullable String before,
            @RequestParam(defaultValue = "20") int limit) {
        if (topic == null || !letters.owns(topic)) {
            throw ProblemException.invalid("topic", "one of " + String.join(", ", Topics.WITH_DEAD_LETTERS));
        }
        if (limit < 1 || limit > PAGE_MAX) {
            throw ProblemException.invalid("limit", "1 to " + PAGE_MAX);
        }
        DeadLetterPage page = orUnavailable(() -> letters.page(topic, limit, before))
                .orElseThrow(() -> ProblemException.invalid("before", "the cursor of the previous page"));
        Map<RecordPosition, RedrivenRecord> sent = sent(page.letters());
        return new PageBody(
                page.letters().stream()
                        .map(letter -> LetterBody.of(letter, sentOf(letter, sent)))
                        .toList(),
                page.before());
    }

    @GetMapping("/{id}")
    @Operation(summary = "One dead letter, with the first 16 KiB of its payload")
    WholeBody show(@PathVariable String id) {
        DeadLetterId requested = id(id);
        Letter letter = orUnavailable(() -> letters.find(requested)).orElseThrow(ProblemException::notFound);
        return WholeBody.of(letter, sentOf(letter.facts(), sent(List.of(letter.facts()))));
    }

    @PostMapping("/{id}/redrive")
    @Operation(
            summary = "Appends its record to the topic, unless that was done before",
            description =
                    "{reason}. All consumers receive the record, with its id and time. 409 DEAD_LETTER_DECIDED,"
                            + " DEAD_LETTER_TOO_OLD, DEAD_LETTER_TIMELESS or DEAD_LETTER_NOT_ORIGINAL if that is never possible.")
    @ProblemCodes(
            status = HttpStatus.CONFLICT,
            value = {"DEAD_LETTER_DECIDED", "DEAD_LETTER_TOO_OLD", "DEAD_LETTER_TIMELESS", "DEAD_LETTER_NOT_ORIGINAL"})
    RedriveBody redrive(
            @PathVariable String id,
            @RequestBody RedriveRequest request,
            @Parameter(hidden = true) @CurrentUser UUID operator,
            @Parameter(hidden = true) HttpServletRequest call) {
        DeadLetterId requested = id(id);
        AuditNotes notes = AuditNotes.of(call).because(OperatorReason.of(request.reason()));
        return switch (orUnavailable(() -> redriver.redrive(requested, operator))) {
            case RedriveOutcome.Redriven(var how) -> {
                RedrivenBody done = RedrivenBody.of(how);
                notes.changed(null, done);
                yield new RedriveBody(id, true, done);
            }
            case RedriveOutcome.AlreadyRedriven(var how) -> new RedriveBody(id, false, RedrivenBody.of(how));
            case RedriveOutcome.NotFound() -> throw ProblemException.notFound();
            case RedriveOutcome.Decided() -> throw ProblemException.of(HttpStatus.CONFLICT, "DEAD_LETTER_DECIDED");
            case RedriveOutcome.TooOld(var days) ->
                throw ProblemException.of(HttpStatus.CONFLICT, "DEAD_LETTER_TOO_OLD", days);
            case RedriveOutcome.WithoutTime() -> throw ProblemException.of(HttpStatus.CONFLICT, "DEAD_LETTER_TIMELESS");
            case RedriveOutcome.NotOriginal() ->
                throw ProblemException.of(HttpStatus.CONFLICT, "DEAD_LETTER_NOT_ORIGINAL");
        };
    }

    private Map<RecordPosition, RedrivenRecord> sent(List<DeadLetter> of) {
        return redriven.find(
                of.stream().map(DeadLetter::origin).filter(Objects::nonNull).toList());
    }

    private static @Nullable RedrivenRecord sentOf(DeadLetter letter, Map<RecordPosition, RedrivenRecord> sent) {
        RecordPosition origin = letter.origin();
        return origin == null ? null : sent.get(origin);
    }

    private static DeadLetterId id(String text) {
        return DeadLetterId.parse(text).orElseThrow(() -> ProblemException.invalid("id", "topic:partition:offset"));
    }

    private static <T> T orUnavailable(Supplier<T> work) {
        try {
            return work.get();
        } catch (KafkaException | org.springframework.kafka.KafkaException unavailable) {
            log.warn("dead letters: Kafka is unavailable: {}", unavailable.toString());
            throw ProblemException.unavailable();
        }
    }
}
