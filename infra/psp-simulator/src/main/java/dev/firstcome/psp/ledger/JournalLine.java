package dev.firstcome.psp.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A change as a line. An intent stands in it once: an event without one is about the intent of the line.
 *
 * @param answersIntent the answer shows the intent of the line
 */
record JournalLine(
        @Nullable Intent intent,
        @Nullable Refund refund,
        @Nullable LedgerEntry entry,
        @Nullable List<Event> events,
        @Nullable KeptAnswer kept,
        @Nullable Boolean answersIntent,
        Change.@Nullable Settled settled) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .changeDefaultPropertyInclusion(all -> all.withValueInclusion(JsonInclude.Include.NON_NULL))
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static byte[] write(Change change) {
        return JSON.writeValueAsBytes(of(change));
    }

    /** @throws JacksonException where it is no whole line */
    static Change read(byte[] line) {
        return JSON.readValue(line, JournalLine.class).change();
    }

    private static JournalLine of(Change change) {
        Intent intent = change.intent();
        KeptAnswer kept = change.kept();
        boolean answers =
                intent != null && kept != null && intent.equals(kept.answer().intent());
        List<Event> events = change.events().stream()
                .map(event -> intent != null && intent.equals(event.intent()) ? event.withIntent(null) : event)
                .toList();
        return new JournalLine(
                intent,
                change.refund(),
                change.entry(),
                events.isEmpty() ? null : events,
                kept != null && answers ? showing(kept, null) : kept,
                answers ? true : null,
                change.settled());
    }

    private Change change() {
        List<Event> whole = events == null
                ? List.of()
                : events.stream()
                        .map(event -> event.intent() == null ? event.withIntent(intent) : event)
                        .toList();
        boolean answers = Objects.requireNonNullElse(answersIntent, false);
        return new Change(
                intent, refund, entry, whole, kept != null && answers ? showing(kept, intent) : kept, settled);
    }

    private static KeptAnswer showing(KeptAnswer kept, @Nullable Intent intent) {
        return new KeptAnswer(
                kept.key(),
                kept.print(),
                kept.requestId(),
                kept.at(),
                kept.answer().withIntent(intent));
    }
}
