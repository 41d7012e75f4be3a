package dev.firstcome.local.cli;

import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.layout.LocalFailure;
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
            "Makes a part of the coupon line anew from its log, beside what serves, and says what differs and for whom.",
            "  ./firstcome rebuild --campaign ID --reason \"a check\"",
            "  ./firstcome rebuild --partition 3 --mode SWAP --reason \"Redis was damaged\"",
            "  ./firstcome rebuild --campaign ID --mode WHAT_IF --stock 200 --csv who.csv --reason \"fewer than planned\"",
            "Exit code 0: done, and with VERIFY and SWAP nothing differs (any more) and all sequences are in order;",
            "1 otherwise."
        })
final class RebuildCommand implements Callable<Integer> {
    private static final long LOOK_EVERY_NANOS = 300_000_000;

    /** What a rebuild is for. */
    enum Mode {
        VERIFY,
        SWAP,
        WHAT_IF
    }

    @Mixin
    private DataOption data = new DataOption();

    @ArgGroup(multiplicity = "1")
    private Target target = new Target();

    /** What is rebuilt. */
    static final class Target {
        @Option(
                names = "--campaign",
                paramLabel = "ID",
                description = "Folds the campaign's partition, tells of the campaign.")
        private @Nullable String campaign;

        @Option(
                names = "--partition",
                paramLabel = "N",
                description = "A partition of the log, with all its campaigns.")
        private @Nullable Integer partition;

        String path() {
            if (campaign != null && !campaign.matches("[0-9a-fA-F-]{36}")) {
                throw LocalFailure.wrongUse("--campaign takes a campaign's id");
            }
            String place = campaign == null ? "partitions/" + partition : "campaigns/" + campaign;
            return "/ops/" + place + "/rebuilds";
        }
    }

    @Option(
            names = "--mode",
            description = "VERIFY compares (default); SWAP then takes the new state, unless users were told otherwise;"
                    + " WHAT_IF tries other terms.")
    private Mode mode = Mode.VERIFY;

    @Option(names = "--stock", paramLabel = "N", description = "With WHAT_IF: so many coupons to begin with.")
    private @Nullable Long stock;

    @Option(names = "--per-user-limit", paramLabel = "N", description = "With WHAT_IF: so many coupons a user.")
    private @Nullable Integer perUserLimit;

    @Option(names = "--rules", paramLabel = "N", description = "With WHAT_IF: another version of the rules.")
    private @Nullable Integer rules;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why. Needed to begin or to cancel one.")
    private @Nullable String reason;

    @Option(names = "--preview", description = "Only says what would be touched.")
    private boolean preview;

    @Option(names = "--cancel", paramLabel = "ID", description = "Ends this rebuild.")
    private @Nullable String cancel;

    @Option(names = "--csv", paramLabel = "FILE", description = "Writes the differences into this file.")
    private @Nullable Path csv;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!preview && reason == null) {
            throw LocalFailure.wrongUse("A rebuild needs a --reason; --preview needs none");
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
        out.println("It ends as soon as it looks up.");
        out.flush();
        return 0;
    }

    private int rebuild(ShopCalls shop, String token, PrintWriter out) throws IOException, InterruptedException {
        JsonNode now = checked(shop.send("POST", target.path(), wish(), token), 202);
        String path = target.path() + "/" + now.path("rebuildId").asString();
        String said = "";
        while (now.path("state").asString().equals("RUNNING")) {
            String progress = "%s: %,d of %,d records, %,d a second"
                    .formatted(
                            now.path("phase").asString(),
                            now.path("recordsDone").asLong(),
                            now.path("recordsTotal").asLong(),
                            now.path("recordsPerSecond").asLong());
            if (!json && !progress.equals(said)) {
                out.println(progress);
                out.flush();
                said = progress;
            }
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
            now = checked(shop.send("GET", path, null, token), 200);
        }
        print(now, out);
        if (csv != null && shop.download(path + "/differences", "text/csv", csv, token) != 200) {
            throw LocalFailure.failed("The differences could not be read; the rebuild is " + path);
        }
        return isGood(now) ? 0 : 1;
    }

    private Map<String, Object> wish() {
        Map<String, Object> wish = new TreeMap<>();
        wish.put("mode", mode.name());
        wish.put("reason", Objects.requireNonNull(reason));
        putIfGiven(wish, "stock", stock);
        putIfGiven(wish, "perUserLimit", perUserLimit);
        putIfGiven(wish, "rules", rules);
        return wish;
    }

    private static void putIfGiven(Map<String, Object> wish, String name, @Nullable Object value) {
        if (value != null) {
            wish.put(name, value);
        }
    }

    private static JsonNode checked(ShopCalls.Answer answer, int status) {
        if (answer.status() != status) {
            throw LocalFailure.failed(answer.detail());
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
        JsonNode told = end.path("told");
        boolean inOrder = Stream.of("gaps", "duplicates", "orderViolations")
                .allMatch(name -> told.path(name).asLong() == 0);
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
                "  records folded      %,d, %,d a second%n",
                end.path("recordsDone").asLong(), end.path("recordsPerSecond").asLong());
        out.printf(
                "  results compared    %,d: %,d differ (%,d gained a coupon, %,d lost one)%n",
                end.path("resultsCompared").asLong(),
                end.path("differenceCount").asLong(),
                end.path("gained").asLong(),
                end.path("lost").asLong());
        if (end.has("told")) {
            printTold(end.path("told"), out);
        }
        JsonNode coupons = end.path("coupons");
        out.printf(
                "  coupons in wallets  %,d alike, %,d missing, %,d other%n",
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
        state.path("witnesses").forEach(witness -> out.println("    " + witness.asString()));
        out.flush();
    }

    private static void printTold(JsonNode told, PrintWriter out) {
        String counts = told.path("outcomes").properties().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(count ->
                        "%s %,d".formatted(count.getKey(), count.getValue().asLong()))
                .collect(Collectors.joining(", "));
        out.printf("  users were told     %s%n", counts.isEmpty() ? "nothing" : counts);
        out.printf(
                "  sequences           %,d missing, %,d given twice, %,d out of order%n",
                told.path("gaps").asLong(),
                told.path("duplicates").asLong(),
                told.path("orderViolations").asLong());
        long notChecked = told.path("notChecked").asLong();
        if (notChecked > 0) {
            out.printf("  not checked         %,d sequences%n", notChecked);
        }
    }
}
