package dev.firstcome.local.cache;

import dev.firstcome.testsupport.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** {@link Greeting} as a part: a jar in a folder of its own, and a cache beside it. */
class TrainedGreeting implements CachedProcess {
    private final Path folder;
    private final List<String> flags;
    private final List<String> arguments;

    TrainedGreeting(Path folder, List<String> flags, String... arguments) throws IOException {
        this.folder = folder;
        this.flags = flags;
        this.arguments = List.of(arguments);
        if (!Files.exists(jar())) {
            pack();
        }
    }

    Path jar() {
        return folder.resolve("greeting.jar");
    }

    private void pack() throws IOException {
        String entry = Greeting.class.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(jar());
                JarOutputStream packed = new JarOutputStream(file);
                InputStream compiled =
                        Objects.requireNonNull(Greeting.class.getClassLoader().getResourceAsStream(entry))) {
            packed.putNextEntry(new JarEntry(entry));
            compiled.transferTo(packed);
        }
    }

    JavaProgram program() {
        return new JavaProgram(name(), flags, List.of(jar()), Greeting.class.getName());
    }

    /** What a run with these flags of this start says, and how it ends. */
    String runs(List<String> more) throws IOException {
        Path output = Files.createTempFile("greeting", ".txt");
        Process run = new ProcessBuilder(program().command(more, List.of(), List.of()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            Eventually.holds("the program ends", Duration.ofSeconds(60), () -> !run.isAlive());
            return run.exitValue() + ": " + Files.readString(output).strip();
        } finally {
            run.destroyForcibly();
            Files.delete(output);
        }
    }

    @Override
    public AotCache cache() {
        return new AotCache(program(), folder);
    }

    @Override
    public List<String> training(Path output) {
        return program().command(new ArrayList<>(AotCache.make(output)), List.of(), arguments);
    }

    @Override
    public String name() {
        return "greeting";
    }

    @Override
    public Stage stage() {
        return Stage.SERVICE;
    }

    @Override
    public List<Integer> ports() {
        return List.of();
    }

    @Override
    public void prepare() {}

    @Override
    public List<String> command() {
        return program().command(cache().use(), List.of(), arguments);
    }

    @Override
    public Path workingDirectory() {
        return folder.resolve("work");
    }

    @Override
    public boolean isReady() {
        return !arguments.isEmpty() && Files.exists(workingDirectory().resolve(arguments.getFirst()));
    }
}
