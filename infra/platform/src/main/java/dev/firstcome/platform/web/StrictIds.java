package dev.firstcome.platform.web;

import java.util.UUID;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.InitBinder;

/**
 * Ids in paths and parameters are read strictly, in every controller. An editor and not a converter, since Spring goes
 * back to its own lenient editor when a converter refuses.
 */
@ControllerAdvice
public final class StrictIds {
    @InitBinder
    void strict(WebDataBinder binder) {
        binder.registerCustomEditor(UUID.class, new StrictUuid());
    }
}
