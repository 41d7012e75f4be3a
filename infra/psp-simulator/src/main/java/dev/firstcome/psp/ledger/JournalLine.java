package dev.firstcome.psp.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON mapping of one change. A line contains its intent only once: an event without intent refers to the intent of the
 * line.
 *
 * @param responseHasIntent the stored response contains the intent of the line
 */
record JournalLine(
        @Nullable Intent intent,
        @Nullable Refund refund,
        @Nullable LedgerEntry entry,
        @Nullable List<Event> events,
        @Nullable StoredResponse storedResponse,
        @Nullable Boolean responseHasIntent,
        LedgerChange.@Nullable EventCompletion eventCompletion) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .changeDefaultPropertyInclusion(all -> all.withValueInclusion(JsonInclude.Include.NON_NULL))
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static byte[] write(LedgerChange change) {
        return JSON.writeValueAsBytes(of(change));
    }

    /** @throws JacksonException if the line is corrupt */
    static LedgerChange read(byte[] line) {
        return JSON.readValue(line, JournalLine.class).change();
    }

    private static JournalLine of(LedgerChange change) {
        Intent intent = change.intent();
        StoredResponse stored = change.storedResponse();
        boolean hasIntent = intent != null
                && stored != null
                && intent.equals(stored.response().intent());
        List<Event> events = change.events().stream()
                .map(event -> intent != null && intent.equals(event.intent()) ? event.withIntent(null) : event)
                .toList();
        return new JournalLine(
                intent,
                change.refund(),
                change.entry(),
                events.isEmpty() ? null : events,
                stored != null && hasIntent ? withIntent(stored, null) : stored,
                hasIntent ? true : null,
                change.eventCompletion());
    }

    private LedgerChange change() {
        List<Event> complete = events == null
                ? List.of()
                : events.stream()
                        .map(event -> event.intent() == null ? event.withIntent(intent) : event)
                        .toList();
        boolean hasIntent = Objects.requireNonNullElse(responseHasIntent, false);
        return new LedgerChange(
                intent,
                refund,
                entry,
                complete,
                storedResponse != null && hasIntent ? withIntent(storedResponse, intent) : storedResponse,
                eventCompletion);
    }

    private static StoredResponse withIntent(StoredResponse stored, @Nullable Intent intent) {
        return new StoredResponse(
                stored.key(),
                stored.parametersHash(),
                stored.requestId(),
                stored.at(),
                stored.response().withIntent(intent));
    }
}
