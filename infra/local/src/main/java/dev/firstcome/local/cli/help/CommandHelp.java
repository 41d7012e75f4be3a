package dev.firstcome.local.cli.help;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Completes the help of all commands: the option --help, the values of arguments, and the exit codes. */
public final class CommandHelp {
    private static final int WIDTH = 100;
    private static final String VALUES = "values";

    private CommandHelp() {}

    /** Completes the help of the command and of its subcommands. */
    public static void complete(CommandLine command) {
        command.setUsageHelpWidth(WIDTH);
        completeAll(command);
    }

    private static void completeAll(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        if (spec.findOption("--help") == null) {
            spec.addOption(OptionSpec.builder("-h", "--help")
                    .usageHelp(true)
                    .description("Show this help.")
                    .build());
        }
        UsageMessageSpec usage = spec.usageMessage();
        usage.exitCodeListHeading("%nExit codes:%n");
        if (usage.exitCodeList().isEmpty()) {
            usage.exitCodeList(ExitCodes.all());
        }
        command.getSubcommands().values().forEach(CommandHelp::completeAll);
        if (spec.userObject() instanceof DescribesValues values) {
            list(command, values);
        }
    }

    private static void list(CommandLine command, DescribesValues values) {
        command.getHelpSectionMap()
                .put(
                        VALUES,
                        help -> "%n%s%n%s"
                                .formatted(values.valuesHeading(), help.createTextTable(values.describedValues())));
        List<String> sections = new ArrayList<>(command.getHelpSectionKeys());
        sections.add(sections.indexOf(UsageMessageSpec.SECTION_KEY_EXIT_CODE_LIST_HEADING), VALUES);
        command.setHelpSectionKeys(sections);
    }
}
