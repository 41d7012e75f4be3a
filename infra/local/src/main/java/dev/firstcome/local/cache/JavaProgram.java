package dev.firstcome.local.cache;

import dev.firstcome.local.layout.ProjectRoot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A Java program with the flags and the class path of every start.
 *
 * @param flags the JVM flags that training and use must share: collector, heap, compilers
 * @param jars the class path, which contains only jars, in a fixed order
 * @param main the main class
 */
public record JavaProgram(String name, List<String> flags, List<Path> jars, String main) {
    public JavaProgram {
        flags = List.copyOf(flags);
        jars = List.copyOf(jars);
    }

    /**
     * Returns the command that runs the program.
     *
     * @param more additional flags of this start
     * @param front jars before the class path, which prevent the use of a cache
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
