package dev.firstcome.platform.web;

import java.beans.PropertyEditorSupport;
import java.util.UUID;

/** Reads an id as it is written, 36 characters; Java's own reader takes shorter ones and changes them. */
final class StrictUuid extends PropertyEditorSupport {
    private static final int LENGTH = 36;

    @Override
    public void setAsText(String text) {
        if (text.isEmpty()) {
            setValue(null);
            return;
        }
        UUID id = text.length() == LENGTH ? UUID.fromString(text) : null;
        if (id == null || !id.toString().equalsIgnoreCase(text)) {
            throw new IllegalArgumentException("not a UUID");
        }
        setValue(id);
    }
}
