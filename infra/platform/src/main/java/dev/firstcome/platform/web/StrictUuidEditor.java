package dev.firstcome.platform.web;

import java.beans.PropertyEditorSupport;
import java.util.UUID;

/**
 * Parses UUIDs in their canonical form of 36 characters. {@link UUID#fromString} also accepts shorter, ambiguous forms.
 */
final class StrictUuidEditor extends PropertyEditorSupport {
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
