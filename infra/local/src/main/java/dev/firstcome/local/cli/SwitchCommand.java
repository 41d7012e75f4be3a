package dev.firstcome.local.cli;

import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.layout.LocalFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
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
            "Shows the switches, or sets one: it counts in every process within two seconds, also while Redis, Postgres",
            "or Kafka are away, and is in the audit trail.",
            "  ./firstcome switch",
            "  ./firstcome switch coupons CLOSED --reason \"wrong discount\" --for 30m",
            "  ./firstcome switch coupons AUTO --reason \"mended\""
        })
final class SwitchCommand implements Callable<Integer> {

    @Mixin
    private DataOption data = new DataOption();

    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "The switch.")
    private @Nullable String name;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "VALUE",
            description = "What it is to be; AUTO leaves it to the signs, or to its default.")
    private @Nullable String value;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why. Needed to set it.")
    private @Nullable String reason;

    @ArgGroup
    private @Nullable End end;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    /** When it ends by itself. */
    static final class End {
        @Option(names = "--for", paramLabel = "TIME", description = "For so long: 90s, 30m, 2h, 1d.")
        private @Nullable String length;

        @Option(names = "--until", paramLabel = "TIME", description = "Until then, such as 2030-01-31T12:00:00Z.")
        private @Nullable String until;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (name != null && (value == null || reason == null)) {
            throw LocalFailure.wrongUse("To set a switch takes a NAME, a VALUE and a --reason");
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
                    : shop.send("PUT", "/ops/switches/" + plain(name), wish(), token);
            if (answer.status() != 200) {
                throw LocalFailure.failed(answer.detail());
            }
            print(answer.body(), out);
            return 0;
        }
    }

    private static String plain(String name) {
        if (!name.matches("[A-Za-z0-9._-]{1,100}")) {
            throw LocalFailure.wrongUse("A switch's name has letters, digits, dots and dashes only");
        }
        return name;
    }

    private Map<String, Object> wish() {
        Map<String, Object> wish = new TreeMap<>();
        wish.put("value", typed(Objects.requireNonNull(value)));
        wish.put("reason", Objects.requireNonNull(reason));
        String until = until();
        if (until != null) {
            wish.put("until", until);
        }
        return wish;
    }

    /** A number or a truth value as such, so that the switch's own type decides whether it fits. */
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
        if (end == null || end.length == null) {
            return end == null ? null : end.until;
        }
        return Instant.now().plus(Lengths.parse("--for", end.length)).toString();
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
            out.println("  Kafka takes no writes: it counts, and is recorded as soon as Kafka does.");
        }
        one.path("reached").properties().stream()
                .filter(process -> !process.getValue().asBoolean())
                .forEach(process -> out.println("  " + process.getKey() + " did not answer: it hears of it later."));
        if (!indent.isEmpty()) {
            out.println(indent + one.path("effect").asString());
        }
    }
}
