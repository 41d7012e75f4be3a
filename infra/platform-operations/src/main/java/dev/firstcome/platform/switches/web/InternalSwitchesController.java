package dev.firstcome.platform.switches.web;

import dev.firstcome.contracts.platform.SwitchChanged;
import dev.firstcome.platform.problems.ProblemException;
import dev.firstcome.platform.switches.Switches;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The internal endpoint through which settings reach this process directly. They take effect at once, also while Kafka
 * accepts no writes. The response contains the settings of this process, which a restarted sender needs.
 */
@RestController
@RequestMapping("/internal/switches")
public final class InternalSwitchesController {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int SETTINGS_MAX = 100;

    private final Switches switches;

    public InternalSwitchesController(Switches switches) {
        this.switches = switches;
    }

    @GetMapping
    List<SwitchChanged> list() {
        return switches.settings();
    }

    /** Applies the settings and returns the result. Ignores unknown fields, which a newer sender may add. */
    @PutMapping
    List<SwitchChanged> apply(@RequestBody byte[] body) {
        List<SwitchChanged> sets = parse(body);
        if (sets.size() > SETTINGS_MAX) {
            throw ProblemException.invalid("body", "at most " + SETTINGS_MAX);
        }
        sets.forEach(switches::apply);
        return switches.settings();
    }

    private static List<SwitchChanged> parse(byte[] body) {
        try {
            return JSON.readerForListOf(SwitchChanged.class).readValue(body);
        } catch (JacksonException unreadable) {
            throw ProblemException.invalid("body", "a list of switch settings");
        }
    }
}
