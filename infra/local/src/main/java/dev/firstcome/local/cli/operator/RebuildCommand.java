package dev.firstcome.local.cli.operator;

import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.cli.help.ExitCodes;
import dev.firstcome.local.cli.option.DataOption;
import dev.firstcome.local.layout.LocalPlatformException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
        name = "rebuild",
        description = {
            "Rebuilds the state of a partition from the log, beside the live state, and reports each difference."
        },
        exitCodeList = {
            "0:done; with VERIFY and SWAP also: nothing differs and all sequences are in order",
            "1:failed, or something differs",
            ExitCodes.INVALID_USE,
            ExitCodes.MACHINE
        },
        footer = {
            "",
            "Examples:",
            "  ./firstcome rebuild --campaign ID --reason \"a check\"",
            "  ./firstcome rebuild --partition 3 --mode SWAP --reason \"Redis was damaged\"",
            "  ./firstcome rebuild --campaign ID --mode WHAT_IF --stock 200 --csv users.csv --reason \"fewer coupons\""
        })
public final class RebuildCommand implements Callable<Integer> {
    private static final long POLL_INTERVAL_NANOS = 300_000_000;

    /** The modes of a rebuild. */
    enum Mode {
        VERIFY,
        SWAP,
        WHAT_IF
    }

    @Mixin
    private DataOption data = new DataOption();

    @ArgGroup(multiplicity = "1")
    private Target target = new Target();

    /** The rebuilt partition, directly or by one of its campaigns. */
    static final class Target {
        @Option(
                names = "--campaign",
                paramLabel = "ID",
                description = "Rebuild the partition of this campaign and report the campaign's differences.")
        private @Nullable String campaign;

        @Option(
                names = "--partition",
                paramLabel = "N",
                description = "Rebuild this partition and report the differences of all its campaigns.")
        private @Nullable Integer partition;

        String path() {
            if (campaign != null && !campaign.matches("[0-9a-fA-F-]{36}")) {
                throw LocalPlatformException.wrongUse("--campaign needs the id of a campaign");
            }
            String target = campaign == null ? "partitions/" + partition : "campaigns/" + campaign;
            return "/ops/" + target + "/rebuilds";
        }
    }

    @Option(
            names = "--mode",
            description =
                    "VERIFY compares (default). SWAP then replaces the live state, unless it contradicts published"
                            + " results. WHAT_IF decides with other terms.")
    private Mode mode = Mode.VERIFY;

    @Option(names = "--stock", paramLabel = "N", description = "With WHAT_IF: the initial stock.")
    private @Nullable Long stock;

    @Option(names = "--per-user-limit", paramLabel = "N", description = "With WHAT_IF: the coupons per user.")
    private @Nullable Integer perUserLimit;

    @Option(names = "--rules", paramLabel = "N", description = "With WHAT_IF: the version of the rules.")
    private @Nullable Integer rules;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "The reason, for the audit trail; required except for --preview.")
    private @Nullable String reason;

    @Option(names = "--preview", description = "Print the affected data only.")
    private boolean preview;

    @Option(names = "--cancel", paramLabel = "ID", description = "Cancel this rebuild.")
    private @Nullable String cancel;

    @Option(names = "--csv", paramLabel = "FILE", description = "Write the differences to this file.")
    private @Nullable Path csv;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!preview && reason == null) {
            throw LocalPlatformException.wrongUse("A rebuild needs a --reason; --preview needs none");
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
            if (preview) {
                out.println(checked(shop.send("POST", target.path() + "/preview", null, token), 200)
                        .toPrettyString());
                out.flush();
                return 0;
            }
            return cancel == null ? rebuild(shop, token, out) : cancel(shop, token, out);
        }
    }

    private int cancel(ShopCalls shop, String token, PrintWriter out) throws IOException, InterruptedException {
        String path = target.path() + "/" + cancel + "/cancel";
        checked(shop.send("POST", path, Map.of("reason", Objects.requireNonNull(reason)), token), 200);
        out.println("The rebuild will stop at its next record batch.");
        out.flush();
        return 0;
    }

    private int rebuild(ShopCalls shop, String token, PrintWriter out) throws IOException, InterruptedException {
        JsonNode now = checked(shop.send("POST", target.path(), body(), token), 202);
        String path = target.path() + "/" + now.path("rebuildId").asString();
        String printed = "";
        while (now.path("state").asString().equals("RUNNING")) {
            String progress = "%s: %,d of %,d records, %,d per second"
                    .formatted(
                            now.path("phase").asString(),
                            now.path("recordsDone").asLong(),
                            now.path("recordsTotal").asLong(),
                            now.path("recordsPerSecond").asLong());
            if (!json && !progress.equals(printed)) {
                out.println(progress);
                out.flush();
                printed = progress;
            }
            LockSupport.parkNanos(POLL_INTERVAL_NANOS);
            now = checked(shop.send("GET", path, null, token), 200);
        }
        print(now, out);
        if (csv != null && shop.download(path + "/differences", "text/csv", csv, token) != 200) {
            throw LocalPlatformException.failed("The differences could not be read; the rebuild is " + path);
        }
        return isGood(now) ? 0 : 1;
    }

    private Map<String, Object> body() {
        Map<String, Object> body = new TreeMap<>();
        body.put("mode", mode.name());
        body.put("reason", Objects.requireNonNull(reason));
        putIfGiven(body, "stock", stock);
        putIfGiven(body, "perUserLimit", perUserLimit);
        putIfGiven(body, "rules", rules);
        return body;
    }

    private static void putIfGiven(Map<String, Object> body, String name, @Nullable Object value) {
        if (value != null) {
            body.put(name, value);
        }
    }

    private static JsonNode checked(ShopCalls.Answer answer, int status) {
        if (answer.status() != status) {
            throw LocalPlatformException.failed(answer.detail());
        }
        return answer.body();
    }

    private boolean isGood(JsonNode end) {
        boolean done = end.path("state").asString().equals("DONE");
        if (mode == Mode.WHAT_IF) {
            return done;
        }
        JsonNode state = end.path("liveState");
        boolean equal = state.path("equal").asBoolean(true) || state.has("epoch");
        boolean wallets = end.path("coupons").path("missing").asLong() == 0
                && end.path("coupons").path("other").asLong() == 0;
        JsonNode published = end.path("audit");
        boolean inOrder = Stream.of("gaps", "duplicates", "orderViolations")
                .allMatch(name -> published.path(name).asLong() == 0);
        return done
                && equal
                && wallets
                && inOrder
                && end.path("differenceCount").asLong() == 0;
    }

    private void print(JsonNode end, PrintWriter out) {
        if (json) {
            out.println(end.toPrettyString());
            out.flush();
            return;
        }
        String failure = end.path("failure").asString("");
        out.printf("%s%s%n", end.path("state").asString(), failure.isEmpty() ? "" : ": " + failure);
        out.printf(
                "  records replayed    %,d, %,d per second%n",
                end.path("recordsDone").asLong(), end.path("recordsPerSecond").asLong());
        out.printf(
                "  results compared    %,d: %,d differ (%,d gained a coupon, %,d lost one)%n",
                end.path("resultsCompared").asLong(),
                end.path("differenceCount").asLong(),
                end.path("gained").asLong(),
                end.path("lost").asLong());
        if (end.has("audit")) {
            printPublished(end.path("audit"), out);
        }
        JsonNode coupons = end.path("coupons");
        out.printf(
                "  coupons in wallets  %,d equal, %,d missing, %,d different%n",
                coupons.path("compared").asLong(),
                coupons.path("missing").asLong(),
                coupons.path("other").asLong());
        JsonNode state = end.path("liveState");
        if (state.has("equal")) {
            out.printf(
                    "  live state          %,d entries: %s at record %d%s%n",
                    state.path("compared").asLong(),
                    state.path("equal").asBoolean() ? "equal" : "NOT EQUAL",
                    state.path("position").asLong(),
                    state.has("epoch")
                            ? ", replaced by epoch " + state.path("epoch").asLong()
                            : "");
        }
        state.path("samples").forEach(sample -> out.println("    " + sample.asString()));
        out.flush();
    }

    private static void printPublished(JsonNode published, PrintWriter out) {
        String counts = published.path("outcomes").properties().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(count ->
                        "%s %,d".formatted(count.getKey(), count.getValue().asLong()))
                .collect(Collectors.joining(", "));
        out.printf("  published outcomes  %s%n", counts.isEmpty() ? "none" : counts);
        out.printf(
                "  sequences           %,d missing, %,d duplicate, %,d out of order%n",
                published.path("gaps").asLong(),
                published.path("duplicates").asLong(),
                published.path("orderViolations").asLong());
        long notChecked = published.path("notChecked").asLong();
        if (notChecked > 0) {
            out.printf("  not checked         %,d sequences%n", notChecked);
        }
    }
}
