package dev.firstcome.platform.web;

import java.util.UUID;
import org.springframework.core.convert.converter.Converter;

/** Reads an id as it is written, 36 characters; Java's own reader takes shorter ones and changes them. */
public final class StrictUuid implements Converter<String, UUID> {
    private static final int LENGTH = 36;

    @Override
    public UUID convert(String text) {
        UUID id = text.length() == LENGTH ? UUID.fromString(text) : null;
        if (id == null || !id.toString().equalsIgnoreCase(text)) {
            throw new IllegalArgumentException("not a UUID");
        }
        return id;
    }
}
