package dev.firstcome.platform.deadletters.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.firstcome.platform.deadletters.DeadLetter;
import dev.firstcome.platform.deadletters.DeadLetters.Letter;
import dev.firstcome.platform.deadletters.RecordPlace;
import dev.firstcome.platform.deadletters.SentAgain;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What operators are told of dead letters, and say about them. */
final class DeadLetterBodies {
    /** Of a payload so much is shown. */
    private static final int SHOWN_MAX = 16 << 10;

    private DeadLetterBodies() {}

    /** Why it is sent again. */
    record Wish(@Nullable String reason) {}

    /**
     * A dead letter.
     *
     * @param redriven missing: its record was not sent again
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LetterBody(
            String id,
            @Nullable RecordPlace origin,
            @Nullable String group,
            @Nullable String eventId,
            @Nullable String type,
            @Nullable Instant time,
            @Nullable String key,
            String reason,
            Instant at,
            @Nullable RedrivenBody redriven) {
        static LetterBody of(DeadLetter letter, @Nullable SentAgain sent) {
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

    /** By whom and as which record it was sent again, and the dead letter that was chosen for it. */
    record RedrivenBody(Instant at, UUID by, @Nullable RecordPlace as, String deadLetter) {
        static RedrivenBody of(SentAgain sent) {
            Long offset = sent.offset();
            return new RedrivenBody(
                    sent.at(),
                    sent.operator(),
                    offset == null
                            ? null
                            : new RecordPlace(
                                    sent.origin().topic(), sent.origin().partition(), offset),
                    sent.deadLetter());
        }
    }

    /** One page; {@code before} is missing on the last. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PageBody(List<LetterBody> items, @Nullable String before) {}

    /**
     * A dead letter with what it says.
     *
     * @param payload its first 16 KiB as text
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record WholeBody(
            @JsonUnwrapped LetterBody letter, @Nullable String payload, int payloadBytes, boolean cut) {
        static WholeBody of(Letter letter, @Nullable SentAgain sent) {
            byte[] payload = letter.payload();
            int bytes = payload == null ? 0 : payload.length;
            return new WholeBody(
                    LetterBody.of(letter.facts(), sent),
                    payload == null ? null : new String(payload, 0, Math.min(bytes, SHOWN_MAX), StandardCharsets.UTF_8),
                    bytes,
                    bytes > SHOWN_MAX);
        }
    }

    /** @param sent whether it was sent now; otherwise it was before, as said */
    record RedriveBody(String id, boolean sent, RedrivenBody redriven) {}
}
