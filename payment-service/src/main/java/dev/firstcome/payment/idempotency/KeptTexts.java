package dev.firstcome.payment.idempotency;

import dev.firstcome.payment.idempotency.IdempotencyKeys.Answer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The texts of answers that are kept: the bytes that go out the first time and every other. */
@Component
public final class KeptTexts {
    /** Own and fixed: an answer that is given again must not have changed with a setting. */
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final int ACCEPTED = 202;
    private static final int CONFLICT = 409;

    private final MessageSource messages;

    KeptTexts(MessageSource messages) {
        this.messages = messages;
    }

    /** 202 with this body. */
    public Answer accepted(@Nullable String location, Object body) {
        return new Answer(ACCEPTED, location, JSON.writeValueAsString(body));
    }

    /** 409 as a problem document, in the language of the call that is being answered. */
    public Answer conflict(String code, Map<String, Object> more) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", "urn:problem:" + code);
        fields.put("title", "Conflict");
        fields.put("status", CONFLICT);
        fields.put("detail", messages.getMessage("problem." + code, null, LocaleContextHolder.getLocale()));
        fields.put("code", code);
        fields.putAll(more);
        return new Answer(CONFLICT, null, JSON.writeValueAsString(fields));
    }
}
