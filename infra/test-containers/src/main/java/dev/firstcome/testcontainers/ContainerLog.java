package dev.firstcome.testcontainers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.testcontainers.containers.output.OutputFrame;

/** Appends the output of a container to a file. */
record ContainerLog(Path file) implements Consumer<OutputFrame> {
    @Override
    public void accept(OutputFrame frame) {
        byte[] output = frame.getBytes();
        if (output == null) { // the end of the output
            return;
        }
        try {
            Files.write(file, output, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the log " + file, e);
        }
    }
}
