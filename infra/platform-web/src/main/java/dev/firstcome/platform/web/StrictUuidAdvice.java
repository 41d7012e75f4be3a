package dev.firstcome.platform.web;

import java.beans.PropertyEditorSupport;
import java.util.UUID;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.InitBinder;

/**
 * Registers strict UUID parsing for the path variables and parameters of all controllers. It is a property editor
 * because Spring falls back to its lenient editor after a converter fails.
 */
@ControllerAdvice
public final class StrictUuidAdvice {
    @InitBinder
    void registerStrictUuidEditor(WebDataBinder binder) {
        binder.registerCustomEditor(UUID.class, new StrictUuidEditor());
    }

    /**
     * Parses UUIDs in their canonical form of 36 characters. {@link UUID#fromString} also accepts shorter, ambiguous forms.
     */
    static final class StrictUuidEditor extends PropertyEditorSupport {
        private static final int LENGTH = 36;

        @Override
        public void setAsText(String text) {
            if (text.isEmpty()) {
                setValue(null);
                return;
            }
            UUID id = text.length() == LENGTH ? UUID.fromString(text) : null;
            if (id == null || !id.toString().equalsIgnoreCase(text)) {
                throw new IllegalArgumentException(text + " is not a UUID of 36 characters");
            }
            setValue(id);
        }
    }
}
