package dev.firstcome.local.layout;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The project's folder: what is built there is what runs. */
public record ProjectRoot(Path path) {
    private static final String MARK = "infra/local/pom.xml";

    /** Given by {@code -Dfirstcome.root}, else the folder above the working directory that holds the project. */
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

    /** The class path of a built module: its own jar, then its folder of libraries. */
    public String classPath(String module) {
        return ownJar(module) + ":" + libraries(module) + "/*";
    }

    /** The same jar by jar, in an order that is always the same. */
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

    /** A library of this module, by the start of its name: where it runs from, also if the caller's class path lacks it. */
    public Path library(String prefix) {
        Path folder = path.resolve("infra/local/target/lib");
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, prefix + "-*.jar")) {
            for (Path jar : jars) {
                return jar;
            }
        } catch (IOException e) {
            throw LocalPlatformException.failed("Cannot list " + folder + ". Build the project first: ./firstcome does it", e);
        }
        throw LocalPlatformException.failed("No " + prefix + " in " + folder + ". Build the project first: ./firstcome does it");
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
