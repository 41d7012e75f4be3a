package dev.firstcome.local.cli.option;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The arguments of a command as the user gave them, for the program that the command starts. */
public final class GivenArguments {
    private GivenArguments() {}

    /** Returns the given options and positional arguments, without --data. */
    public static List<String> of(CommandSpec spec) {
        ParseResult parsed = spec.commandLine().getParseResult();
        List<String> arguments = new ArrayList<>();
        for (OptionSpec option : parsed.matchedOptionsSet()) {
            if (option.arity().max() == 0) {
                arguments.add(option.longestName());
            } else if (!option.longestName().equals(DataOption.NAME)) {
                option.originalStringValues().forEach(value -> arguments.add(option.longestName() + "=" + value));
            }
        }
        parsed.matchedPositionalsSet().stream()
                .map(ArgSpec::originalStringValues)
                .forEach(arguments::addAll);
        return arguments;
    }
}
