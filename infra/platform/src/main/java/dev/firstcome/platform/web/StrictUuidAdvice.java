package dev.firstcome.platform.web;

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
}
