package dev.firstcome.local.cli.help;

import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Prints an invalid argument, similar names that are valid, and where to find help. The exit code is 2. */
public final class UsageErrorHandler implements CommandLine.IParameterExceptionHandler {
    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        if (arguments.length == 0) {
            command.usage(err);
            return CommandLine.ExitCode.USAGE;
        }
        err.println(
                failure instanceof UnmatchedArgumentException unmatched
                                && !unmatched.getUnmatched().isEmpty()
                        ? unknown(unmatched, command.getCommandSpec())
                        : String.valueOf(failure.getMessage()));
        err.printf("See ./%s --help%n", command.getCommandSpec().qualifiedName());
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }

    private static String unknown(UnmatchedArgumentException failure, CommandSpec spec) {
        String argument = failure.getUnmatched().getFirst();
        if (failure.isUnknownOption()) {
            String option = argument.split("=", 2)[0];
            return "Unknown option: " + option + suggestion(SimilarNames.of(option, options(spec)));
        }
        List<String> commands = commands(spec);
        return commands.isEmpty()
                ? "Unexpected argument: " + argument
                : "Unknown command: " + argument + suggestion(SimilarNames.of(argument, commands));
    }

    private static String suggestion(List<String> similar) {
        return similar.isEmpty() ? "" : ". Did you mean " + String.join(" or ", similar) + "?";
    }

    private static Collection<String> options(CommandSpec spec) {
        return spec.options().stream()
                .filter(option -> !option.hidden())
                .map(OptionSpec::longestName)
                .toList();
    }

    private static List<String> commands(CommandSpec spec) {
        return spec.subcommands().entrySet().stream()
                .filter(command ->
                        !command.getValue().getCommandSpec().usageMessage().hidden())
                .map(Map.Entry::getKey)
                .toList();
    }
}
