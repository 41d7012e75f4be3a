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
 * The switches as this process knows them, for the gateway alone: it tells of new ones here as well, so that they count
 * at once and also while Kafka takes no writes, and it asks for what it has forgotten.
 */
@RestController
@RequestMapping("/internal/switches")
public final class InternalSwitches {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** How many settings one call may tell. */
    private static final int MAX = 100;

    private final Switches switches;

    public InternalSwitches(Switches switches) {
        this.switches = switches;
    }

    @GetMapping
    List<SwitchChanged> all() {
        return switches.all();
    }

    /** Returns what counts now, after these. Ignores unknown fields, which a newer version of the gateway may send. */
    @PutMapping
    List<SwitchChanged> take(@RequestBody byte[] body) {
        List<SwitchChanged> sets = read(body);
        if (sets.size() > MAX) {
            throw ProblemException.invalid("body", "at most " + MAX);
        }
        sets.forEach(switches::take);
        return switches.all();
    }

    private static List<SwitchChanged> read(byte[] body) {
        try {
            return JSON.readerForListOf(SwitchChanged.class).readValue(body);
        } catch (JacksonException unreadable) {
            throw ProblemException.invalid("body", "a list of switch settings");
        }
    }
}
