package dev.firstcome.local.cache;

import dev.firstcome.local.layout.ProjectRoot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A Java program as it is always started.
 *
 * @param flags what the JVM must be given in training as in use: collector, heap, compilers
 * @param jars the class path; only jars, in an order that is the same each time
 * @param main the main class
 */
public record JavaProgram(String name, List<String> flags, List<Path> jars, String main) {
    public JavaProgram {
        flags = List.copyOf(flags);
        jars = List.copyOf(jars);
    }

    /**
     * The command of a process that runs it.
     *
     * @param more flags of this start alone, after the program's own
     * @param front jars before its class path; with these no cache can be used
     */
    public List<String> command(List<String> more, List<Path> front, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(ProjectRoot.java().toString());
        command.addAll(flags);
        command.addAll(more);
        List<Path> classPath = new ArrayList<>(front);
        classPath.addAll(jars);
        command.add("-cp");
        command.add(classPath.stream().map(Path::toString).collect(Collectors.joining(":")));
        command.add(main);
        command.addAll(arguments);
        return command;
    }
}
