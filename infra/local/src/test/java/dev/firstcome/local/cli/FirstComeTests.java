package dev.firstcome.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.switches.CouponSwitches;
import dev.firstcome.contracts.switches.PaymentSwitches;
import dev.firstcome.contracts.switches.SwitchCatalog;
import dev.firstcome.contracts.switches.SwitchDefinition;
import dev.firstcome.local.cli.option.DataOption;
import dev.firstcome.local.cli.option.GivenArguments;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.local.programs.Benchmark;
import dev.firstcome.local.programs.DemoOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

class FirstComeTests {
    @TempDir
    private Path folder = Path.of("");

    private final StringWriter output = new StringWriter();

    static Stream<String> commands() {
        return FirstCome.commandLine().getSubcommands().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpOfEveryCommandListsItsExitCodes(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(output.toString())
                .contains("Usage: firstcome " + command, "Exit codes:", "--help")
                .containsPattern("\n *0 +\\w")
                .containsPattern("\n *1 +\\w")
                .containsPattern("\n *2 +\\w")
                .containsPattern("\n *3 +\\w");
    }

    @Test
    void helpListsEveryCommandAndTheExitCodes() {
        assertThat(run("--help")).isZero();
        assertThat(output.toString())
                .contains("Exit codes:")
                .contains(List.of("up", "verify", "reset", "test"))
                .doesNotContain("make-caches");
        assertThat(run("verify", "export", "--help")).isZero();
        assertThat(output.toString()).contains("Usage: firstcome verify export");
    }

    static List<SwitchDefinition<?>> switches() {
        return SwitchCatalog.ALL;
    }

    static Stream<String> targets() {
        return Stream.concat(
                Stream.of("user-tokens"), ServiceDefinition.ALL.stream().map(ServiceDefinition::name));
    }

    static List<OptionSpec> demoOptions() {
        return CommandSpec.forAnnotatedObject(new DemoOptions()).options();
    }

    @ParameterizedTest
    @EnumSource(Benchmark.class)
    void benchHelpListsEveryBenchmark(Benchmark benchmark) {
        assertThat(run("bench", "--help")).isZero();
        assertThat(words())
                .contains(" %s %s".formatted(benchmark, Benchmark.descriptions().get(benchmark.toString())));
    }

    @Test
    void unknownBenchmarkIsAnsweredWithAllNames() {
        assertThat(run("bench", "nonsense")).isEqualTo(2);
        assertThat(output.toString()).contains(Benchmark.descriptions().sequencedKeySet());
    }

    @ParameterizedTest
    @MethodSource("switches")
    void switchHelpListsEverySwitchWithItsValues(SwitchDefinition<?> definition) {
        assertThat(run("switch", "--help")).isZero();
        assertThat(words())
                .contains(" " + definition.name() + " ", definition.effect(), "AUTO")
                .contains(definition.values())
                .contains(definition.byDefault() + " (default)");
    }

    @Test
    void theCatalogHasEverySwitch() {
        assertThat(Stream.of(CouponSwitches.class, PaymentSwitches.class)
                        .flatMap(owner -> Arrays.stream(owner.getFields()))
                        .map(FirstComeTests::value))
                .containsExactlyInAnyOrderElementsOf(SwitchCatalog.ALL);
    }

    @ParameterizedTest
    @MethodSource("targets")
    void rotateHelpListsEveryTarget(String target) {
        assertThat(run("rotate", "--help")).isZero();
        assertThat(output.toString()).containsPattern("\n *" + target + " +\\w");
    }

    @ParameterizedTest
    @MethodSource("demoOptions")
    void demoHelpShowsEveryOption(OptionSpec option) {
        assertThat(run("demo", "--help")).isZero();
        assertThat(words()).contains(" " + option.longestName(), option.description()[0]);
    }

    @Test
    void aProgramReceivesTheGivenArguments() {
        CommandSpec bench = FirstCome.commandLine()
                .parseArgs("bench", "engine", "--runs", "7", "--json", "--data", data())
                .subcommand()
                .commandSpec();

        assertThat(GivenArguments.of(bench))
                .containsExactlyInAnyOrder("engine", "--runs=7", "--json")
                .last()
                .isEqualTo("engine");
    }

    @Test
    void theVariableSelectsThePlatformUnlessAnOptionDoes() {
        assertThat(DataOption.folder(null, data())).isEqualTo(folder);
        assertThat(DataOption.folder(Path.of("/other"), data())).isEqualTo(Path.of("/other"));
        assertThat(DataOption.folder(null, "")).endsWithRaw(Path.of(".firstcome"));
        assertThat(DataOption.folder(null, null)).endsWithRaw(Path.of(".firstcome"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "delete", "erase", "present", "resort", "fly", "reboot", "x"})
    void unknownCommandIsNotAnsweredWithReset(String word) {
        assertThat(run(word)).isEqualTo(2);
        assertThat(output.toString())
                .contains("Unknown command: " + word, "./firstcome --help")
                .doesNotContain("reset");
    }

    @ParameterizedTest
    @CsvSource({"verfy,verify", "stauts,status", "Status,status", "dmeo,demo", "rotat,rotate", "down1,down"})
    void misspelledCommandIsCorrected(String word, String command) {
        assertThat(run(word)).isEqualTo(2);
        assertThat(output.toString()).contains("Unknown command: " + word + ". Did you mean " + command + "?");
    }

    @Test
    void misspelledOptionIsCorrected() {
        assertThat(run("status", "--jsn")).isEqualTo(2);
        assertThat(output.toString()).contains("Unknown option: --jsn. Did you mean --json?", "status --help");
    }

    @Test
    void callWithoutACommandPrintsTheHelp() {
        assertThat(run()).isEqualTo(2);
        assertThat(output.toString()).contains("Usage: firstcome", "doctor");
    }

    @Test
    void invalidUseExitsWithTwo() {
        assertThat(run("fly")).isEqualTo(2);
        assertThat(run("kill")).isEqualTo(2);
        assertThat(run("token")).isEqualTo(2);
        assertThat(run("token", "--operator", "--user", "kim@example.com")).isEqualTo(2);
        assertThat(run("up", "--brokers", "2", "--data", data())).isEqualTo(2);
        assertThat(run("up", "--port-base", "80", "--data", data())).isEqualTo(2);
        assertThat(run("kill", "kafka-9", "--data", data())).isEqualTo(2);
        assertThat(run("rebuild", "--reason", "a test")).isEqualTo(2);
        assertThat(run("rebuild", "--partition", "3", "--campaign", "x", "--reason", "a test"))
                .isEqualTo(2);
        assertThat(run("rebuild", "--partition", "3")).isEqualTo(2);
    }

    @Test
    void killOfAStoppedProcessFails() {
        assertThat(run("kill", "kafka-1", "--data", data())).isEqualTo(1);
        assertThat(output.toString()).contains("kafka-1 does not run");
    }

    @Test
    void commandsBeforeTheFirstStartCreateNothing() {
        String nowhere = folder.resolve("nowhere").toString();

        assertThat(run("status", "--json", "--data", nowhere)).isZero();
        assertThat(run("down", "--data", nowhere)).isZero();
        assertThat(run("reset", "--yes", "--data", nowhere)).isZero();
        assertThat(folder.resolve("nowhere")).doesNotExist();
    }

    @Test
    void statusShowsTheSizeOnDisk() throws IOException {
        Files.createDirectories(folder.resolve("parts/kafka-1"));
        Files.write(folder.resolve("parts/kafka-1/segment"), new byte[3 << 20]);
        Files.createDirectories(folder.resolve("logs"));
        Files.write(folder.resolve("logs/kafka-1.log.1"), new byte[2 << 20]);

        assertThat(run("status", "--json", "--data", data())).isZero();
        assertThat(output.toString().replace(" ", "")).contains("\"name\":\"kafka-1\"", "\"diskKiB\":5120");
    }

    @Test
    void resetDeletesExports() throws IOException {
        Files.createDirectories(folder.resolve("parts"));
        Files.createDirectories(folder.resolve("exports/proof"));

        assertThat(run("reset", "--yes", "--data", data())).isZero();
        assertThat(folder.resolve("exports")).doesNotExist();
    }

    @Test
    void resetDeletesOnlyThePlatformsData() throws IOException {
        Path precious = Files.writeString(folder.resolve("precious.txt"), "mine");

        assertThat(run("reset", "--yes", "--data", data())).isEqualTo(2);
        assertThat(precious).exists();
    }

    private String data() {
        return folder.toString();
    }

    /** The output on one line, because help breaks long descriptions. */
    private String words() {
        return output.toString().replaceAll("\\s+", " ");
    }

    private static Object value(Field constant) {
        try {
            return constant.get(null);
        } catch (IllegalAccessException hidden) {
            throw new IllegalStateException(constant + " is not public", hidden);
        }
    }

    private int run(String... arguments) {
        CommandLine line = FirstCome.commandLine();
        line.setOut(new PrintWriter(output, true));
        line.setErr(new PrintWriter(output, true));
        return line.execute(arguments);
    }
}
