package dev.firstcome.payment.idempotency;

import dev.firstcome.payment.idempotency.IdempotencyKeys.RecordedResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Creates responses to record: their body is sent unchanged in the first response and in every replay. */
@Component
public final class RecordedResponseFactory {
    /** A separate mapper: the recorded format must not depend on the settings of the web layer. */
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final int ACCEPTED = 202;
    private static final int CONFLICT = 409;

    private final MessageSource messages;

    RecordedResponseFactory(MessageSource messages) {
        this.messages = messages;
    }

    /** Creates a 202 response. */
    public RecordedResponse accepted(@Nullable String location, Object body) {
        return new RecordedResponse(ACCEPTED, location, JSON.writeValueAsString(body));
    }

    /** Creates a 409 response with a problem document in the language of the current request. */
    public RecordedResponse conflict(String code, Map<String, Object> properties) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", "urn:problem:" + code);
        fields.put("title", "Conflict");
        fields.put("status", CONFLICT);
        fields.put("detail", messages.getMessage("problem." + code, null, LocaleContextHolder.getLocale()));
        fields.put("code", code);
        fields.putAll(properties);
        return new RecordedResponse(CONFLICT, null, JSON.writeValueAsString(fields));
    }
}
