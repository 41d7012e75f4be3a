package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.local.layout.ProjectRoot;
import dev.firstcome.testsupport.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every marked command block of README.md succeeds twice in a row, unchanged. Tokens, help and exports of the command
 * line are as the README promises.
 */
@ExtendWith(SharedPlatformExtension.class)
class ReadmeScenario {
    private static final Pattern BLOCK =
            Pattern.compile("<!-- executed by ReadmeScenario -->\n```bash\n(.*?)```\n", Pattern.DOTALL);
    private static final Pattern PAYMENT_ID = Pattern.compile("\"paymentId\":\"([^\"]+)\"");
    private static final String MARK = "=== pass %d, block %d";
    private static final int PASSES = 2;
    private static final Duration SCRIPT_BOUND = Duration.ofMinutes(4);
    private static final Duration CALL_BOUND = Duration.ofSeconds(30);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private Path folder = Path.of("");

    @Test
    void markedBlocksSucceedTwiceInARow(SharedPlatform shop) throws Exception {
        List<String> blocks = blocks();
        assertThat(blocks).hasSize(3);

        String output = execute(script(blocks), shop);

        List<String> payments = new ArrayList<>();
        for (int pass = 1; pass <= PASSES; pass++) {
            assertThat(output(output, pass, 1)).contains("gateway-service", "ready", "coupons is OPEN", "intact");
            assertThat(output(output, pass, 2))
                    .contains("\"state\":\"OPEN\"", "\"receipt\":\"fcr1.")
                    .contains("\"couponId\":", "\"state\":\"AVAILABLE\"");
            String payment = output(output, pass, 3);
            assertThat(payment).contains("\"state\":\"CAPTURED\"", "\"refundId\":");
            payments.addAll(paymentIds(payment));
        }
        assertThat(payments).as("payments of both passes").hasSize(PASSES).doesNotHaveDuplicates();
    }

    @Test
    void tokenOfAUserDoesNotDependOnTheCaseOfTheEmail(SharedPlatform shop) throws Exception {
        String email = "case-" + UUID.randomUUID() + "@example.com";

        assertThat(subject(token(shop, email.toUpperCase(Locale.ROOT)))).isEqualTo(subject(token(shop, email)));
    }

    @Test
    void helpListsTheSwitchesOfTheGateway(SharedPlatform shop) throws Exception {
        CommandLine.Result help = CommandLine.run("switch", "--help");
        Answer switches = Eventually.get(
                "the gateway lists its switches",
                CALL_BOUND,
                () -> shop.operator().send(Call.get("/ops/switches")),
                Answer::ok);

        String text = help.output().replaceAll("\\s+", " ");
        assertThat(switches.body().size()).isPositive();
        switches.body().forEach(one -> assertThat(text).contains(described(one)));
        assertThat(text.split("\\(default\\)", -1))
                .as(text)
                .hasSize(switches.body().size() + 1);
    }

    @Test
    void exportIsWrittenBelowTheDataOfThePlatform(SharedPlatform shop) throws Exception {
        String data = shop.description().dataDirectory();

        CommandLine.Result exported = CommandLine.run("verify", "export", "--partition", "0", "--data", data);

        assertThat(exported.exitCode()).as(exported.output()).isZero();
        Path export = Path.of(data).resolve("exports").resolve("proof");
        assertThat(exported.output()).contains(export.toString(), " MiB", "./firstcome verify");
        assertThat(export.resolve("requests-0.jsonl")).exists();
    }

    private static List<String> blocks() throws IOException {
        String readme = Files.readString(ProjectRoot.find().path().resolve("README.md"));
        return BLOCK.matcher(readme)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    /** All blocks in one shell, as a reader pastes them into one terminal, repeatedly. */
    private static String script(List<String> blocks) {
        StringBuilder script = new StringBuilder();
        for (int pass = 1; pass <= PASSES; pass++) {
            for (int block = 1; block <= blocks.size(); block++) {
                script.append("echo '%s'\n".formatted(MARK.formatted(pass, block)))
                        .append(blocks.get(block - 1));
            }
        }
        return script.append("echo '%s'\n".formatted(MARK.formatted(PASSES + 1, 1)))
                .toString();
    }

    /** Executes the script until a command fails; the blocks find this platform by variables. Returns the output. */
    private String execute(String script, SharedPlatform shop) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        ProcessBuilder shell = new ProcessBuilder(
                        "bash",
                        "-eo",
                        "pipefail",
                        Files.writeString(folder.resolve("readme.sh"), script).toString())
                .directory(ProjectRoot.find().path().toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        shell.environment()
                .putAll(Map.of(
                        "FIRSTCOME_URL", shop.description().gatewayUrl(),
                        "FIRSTCOME_DATA", shop.description().dataDirectory(),
                        "FIRSTCOME_JAVA_HOME", System.getProperty("java.home"),
                        "FIRSTCOME_SKIP_BUILD", "1"));
        Process process = shell.start();
        boolean ended = process.waitFor(SCRIPT_BOUND.toSeconds(), TimeUnit.SECONDS);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        String printed = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(ended).as("not within %s: %s", SCRIPT_BOUND, printed).isTrue();
        assertThat(process.exitValue()).as(printed).isZero();
        return printed;
    }

    /** The output of one block: from its mark to the next one. */
    private static String output(String all, int pass, int block) {
        String mark = MARK.formatted(pass, block) + "\n";
        assertThat(all).contains(mark);
        String rest = all.substring(all.indexOf(mark) + mark.length());
        return rest.substring(0, rest.indexOf("=== pass"));
    }

    private static List<String> paymentIds(String output) {
        return PAYMENT_ID
                .matcher(output)
                .results()
                .map((MatchResult found) -> found.group(1))
                .distinct()
                .toList();
    }

    private static String token(SharedPlatform shop, String email) throws IOException, InterruptedException {
        CommandLine.Result token = CommandLine.run(
                "token", "--user", email, "--data", shop.description().dataDirectory());
        assertThat(token.exitCode()).as(token.output()).isZero();
        return token.output().strip();
    }

    private static String subject(String token) {
        byte[] payload = Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]);
        return JSON.readTree(payload).path("sub").asString();
    }

    /** The name, values and default of a switch as the help shows them. */
    private static String described(JsonNode one) {
        String byDefault = one.path("byDefault").asString();
        String values = one.path("values")
                .valueStream()
                .map(JsonNode::asString)
                .map(value -> value.equals(byDefault) ? value + " (default)" : value)
                .collect(Collectors.joining(", "));
        return " " + one.path("name").asString() + " " + values + ". ";
    }
}
