package dev.firstcome.platform.deadletters.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.firstcome.platform.deadletters.DeadLetter;
import dev.firstcome.platform.deadletters.DeadLetters.Letter;
import dev.firstcome.platform.deadletters.RecordPosition;
import dev.firstcome.platform.deadletters.RedrivenRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Request and response bodies of the dead-letter endpoints. */
final class DeadLetterBodies {
    /** The maximum number of payload bytes in a response. */
    private static final int PAYLOAD_MAX = 16 << 10;

    private DeadLetterBodies() {}

    /** The command to redrive a dead letter. */
    record RedriveRequest(@Nullable String reason) {}

    /**
     * A dead letter.
     *
     * @param redriven missing if the original record was not redriven
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LetterBody(
            String id,
            @Nullable RecordPosition origin,
            @Nullable String group,
            @Nullable String eventId,
            @Nullable String type,
            @Nullable Instant time,
            @Nullable String key,
            String reason,
            Instant at,
            @Nullable RedrivenBody redriven) {
        static LetterBody of(DeadLetter letter, @Nullable RedrivenRecord sent) {
            return new LetterBody(
                    letter.id().toString(),
                    letter.origin(),
                    letter.group(),
                    letter.eventId(),
                    letter.type(),
                    letter.time(),
                    letter.key(),
                    letter.reason(),
                    letter.at(),
                    sent == null ? null : RedrivenBody.of(sent));
        }
    }

    /** The operator who redrove the record, its new position, and the dead letter that the operator chose. */
    record RedrivenBody(Instant at, UUID by, @Nullable RecordPosition as, String deadLetter) {
        static RedrivenBody of(RedrivenRecord sent) {
            Long offset = sent.offset();
            return new RedrivenBody(
                    sent.at(),
                    sent.operator(),
                    offset == null
                            ? null
                            : new RecordPosition(
                                    sent.origin().topic(), sent.origin().partition(), offset),
                    sent.deadLetter());
        }
    }

    /** A page. The cursor {@code before} is missing on the last one. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PageBody(List<LetterBody> items, @Nullable String before) {}

    /**
     * A dead letter with its payload.
     *
     * @param payload the first 16 KiB as text
     * @param cut whether the payload is longer than that
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record WholeBody(
            @JsonUnwrapped LetterBody letter, @Nullable String payload, int payloadBytes, boolean cut) {
        static WholeBody of(Letter letter, @Nullable RedrivenRecord sent) {
            byte[] payload = letter.payload();
            int bytes = payload == null ? 0 : payload.length;
            return new WholeBody(
                    LetterBody.of(letter.facts(), sent),
                    payload == null
                            ? null
                            : new String(payload, 0, Math.min(bytes, PAYLOAD_MAX), StandardCharsets.UTF_8),
                    bytes,
                    bytes > PAYLOAD_MAX);
        }
    }

    /** @param sent true if this request redrove the record, false if it was redriven before */
    record RedriveBody(String id, boolean sent, RedrivenBody redriven) {}
}
