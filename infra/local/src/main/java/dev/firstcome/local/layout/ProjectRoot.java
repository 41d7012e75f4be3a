package dev.firstcome.local.layout;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The folder of the project, whose built modules the platform runs. */
public record ProjectRoot(Path path) {
    private static final String MARK = "infra/local/pom.xml";

    /** Returns {@code -Dfirstcome.root}, otherwise the nearest parent of the working directory that is the project. */
    public static ProjectRoot find() {
        String given = System.getProperty("firstcome.root");
        @Nullable
        Path folder = Path.of(given == null ? "" : given).toAbsolutePath().normalize();
        while (folder != null && !Files.exists(folder.resolve(MARK))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw LocalPlatformException.wrongUse(
                    "No FirstCome project above " + Path.of("").toAbsolutePath()
                            + ". Run it inside the project, or say where with -Dfirstcome.root=DIR");
        }
        return new ProjectRoot(folder);
    }

    public static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /** Returns the class path of a built module: its own jar, then its folder of libraries. */
    public String classPath(String module) {
        return ownJar(module) + ":" + libraries(module) + "/*";
    }

    /** Returns the jars of a built module in a fixed order. */
    public List<Path> jars(String module) {
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(libraries(module), "*.jar")) {
            found.forEach(jars::add);
        } catch (IOException e) {
            throw LocalPlatformException.failed("Cannot list " + libraries(module), e);
        }
        jars.sort(null);
        jars.addFirst(ownJar(module));
        return jars;
    }

    private Path ownJar(String module) {
        return jarOf(module)
                .orElseThrow(() -> LocalPlatformException.failed("No jar of " + module + " in "
                        + path.resolve(module).resolve("target")
                        + ". Build the project first: ./firstcome does it, or `mvn package`"));
    }

    private Path libraries(String module) {
        return path.resolve(module).resolve("target").resolve("lib");
    }

    /** Returns a library of this module by the prefix of its name, even if the caller's class path lacks it. */
    public Path library(String prefix) {
        Path folder = path.resolve("infra/local/target/lib");
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, prefix + "-*.jar")) {
            for (Path jar : jars) {
                return jar;
            }
        } catch (IOException e) {
            throw LocalPlatformException.failed(
                    "Cannot list " + folder + ". Build the project first: ./firstcome does it", e);
        }
        throw LocalPlatformException.failed(
                "No " + prefix + " in " + folder + ". Build the project first: ./firstcome does it");
    }

    public Optional<Path> jarOf(String module) {
        Path target = path.resolve(module).resolve("target");
        String artifact = Path.of(module).getFileName().toString();
        if (!Files.isDirectory(target)) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(target, artifact + "-*.jar")) {
            for (Path jar : jars) {
                if (isOwnJar(jar.getFileName().toString())) {
                    return Optional.of(jar);
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw LocalPlatformException.failed("Cannot list " + target, e);
        }
    }

    private static boolean isOwnJar(String name) {
        return List.of("-tests.jar", "-sources.jar", "-javadoc.jar").stream().noneMatch(name::endsWith);
    }
}
