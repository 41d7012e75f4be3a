package dev.firstcome.local.cli.operator;

import dev.firstcome.contracts.switches.SwitchCatalog;
import dev.firstcome.contracts.switches.SwitchDefinition;
import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.cli.help.DescribesValues;
import dev.firstcome.local.cli.option.DataOption;
import dev.firstcome.local.cli.option.Durations;
import dev.firstcome.local.layout.LocalPlatformException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
        name = "switch",
        description = {
            "Shows all switches, or sets one. A setting takes effect in every process within two seconds, even if Redis,"
                    + " Postgres or Kafka is unavailable, and is recorded in the audit trail."
        },
        footer = {
            "",
            "Examples:",
            "  ./firstcome switch",
            "  ./firstcome switch coupons CLOSED --reason \"wrong discount\" --for 30m",
            "  ./firstcome switch coupons AUTO --reason \"the discount is corrected\""
        })
public final class SwitchCommand implements Callable<Integer>, DescribesValues {

    @Mixin
    private DataOption data = new DataOption();

    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "The name of a switch.")
    private @Nullable String name;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "VALUE",
            description = "One of its values, or AUTO to remove the setting, so that alerts or the default decide.")
    private @Nullable String value;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "The reason, for the audit trail; required to set a switch.")
    private @Nullable String reason;

    @ArgGroup
    private @Nullable Expiry expiry;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    /** The time at which the setting is removed. */
    static final class Expiry {
        @Option(
                names = "--for",
                paramLabel = "TIME",
                description = "The setting expires after this time: 90s, 30m, 2h or 1d.")
        private @Nullable String duration;

        @Option(
                names = "--until",
                paramLabel = "TIME",
                description = "The setting expires at this time, such as 2030-01-31T12:00:00Z.")
        private @Nullable String until;
    }

    @Override
    public String valuesHeading() {
        return "Switches and their values:";
    }

    @Override
    public SequencedMap<String, String> describedValues() {
        SequencedMap<String, String> descriptions = new LinkedHashMap<>();
        SwitchCatalog.ALL.forEach(definition -> descriptions.put(definition.name(), description(definition)));
        return descriptions;
    }

    private static String description(SwitchDefinition<?> definition) {
        String byDefault = definition.byDefault().name();
        String values = definition.values().stream()
                .map(each -> each.equals(byDefault) ? each + " (default)" : each)
                .collect(Collectors.joining(", "));
        return values + ". " + definition.effect();
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (name != null && (value == null || reason == null)) {
            throw LocalPlatformException.wrongUse("Setting a switch requires NAME, VALUE and --reason");
        }
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        LocalPlatform platform = data.platform();
        PlatformDescription description = PlatformDescription.read(platform.descriptionFile());
        try (ShopCalls shop = new ShopCalls(description.gatewayUrl())) {
            String token = OperatorSignIn.token(
                    shop,
                    platform,
                    description,
                    Objects.requireNonNull(spec).commandLine().getErr());
            ShopCalls.Answer answer = name == null
                    ? shop.send("GET", "/ops/switches", null, token)
                    : shop.send("PUT", "/ops/switches/" + validated(name), body(), token);
            if (answer.status() != 200) {
                throw LocalPlatformException.failed(answer.detail());
            }
            print(answer.body(), out);
            return 0;
        }
    }

    private static String validated(String name) {
        if (!name.matches("[A-Za-z0-9._-]{1,100}")) {
            throw LocalPlatformException.wrongUse(
                    "A switch name has only letters, digits, dots, dashes and underscores");
        }
        return name;
    }

    private Map<String, Object> body() {
        Map<String, Object> body = new TreeMap<>();
        body.put("value", typed(Objects.requireNonNull(value)));
        body.put("reason", Objects.requireNonNull(reason));
        String until = until();
        if (until != null) {
            body.put("until", until);
        }
        return body;
    }

    /** Converts numbers and booleans, so that the type of the switch decides whether the value is valid. */
    private static Object typed(String text) {
        if (text.matches("-?[0-9]{1,9}")) {
            return Integer.valueOf(text);
        }
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> text;
        };
    }

    private @Nullable String until() {
        if (expiry == null || expiry.duration == null) {
            return expiry == null ? null : expiry.until;
        }
        return Instant.now().plus(Durations.parse("--for", expiry.duration)).toString();
    }

    private void print(JsonNode body, PrintWriter out) {
        if (json) {
            out.println(body.toPrettyString());
        } else if (body.isArray()) {
            body.forEach(each -> print(each, out, "  "));
        } else {
            print(body, out, "");
        }
        out.flush();
    }

    private static void print(JsonNode one, PrintWriter out, String indent) {
        String by = one.path("by").asString("").toLowerCase(Locale.ROOT);
        out.printf(
                "%s is %s (%s)%n",
                one.path("name").asString(), one.path("value").asString(), by);
        if (one.has("reason")) {
            out.printf(
                    "  %s: \"%s\"%s%n",
                    one.path("since").asString(),
                    one.path("reason").asString(),
                    one.has("until") ? ", until " + one.path("until").asString() : "");
        }
        if (!one.path("recorded").asBoolean()) {
            out.println("  The setting is in effect, but not recorded yet, because Kafka is unavailable.");
        }
        one.path("reached").properties().stream()
                .filter(process -> !process.getValue().asBoolean())
                .forEach(process ->
                        out.println("  " + process.getKey() + " did not answer and will read the setting from Kafka."));
        if (!indent.isEmpty()) {
            out.println(indent + one.path("effect").asString());
        }
    }
}
