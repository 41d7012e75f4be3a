package dev.firstcome.local.process;

import dev.firstcome.local.layout.FileTree;
import dev.firstcome.local.layout.LocalPlatformException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The records of started processes, one file each. */
public final class ProcessRecords {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path folder;

    public ProcessRecords(Path folder) {
        this.folder = folder;
    }

    public void write(ProcessRecord part) {
        FileTree.writePrivate(file(part.name()), JSON.writeValueAsString(part) + "\n");
    }

    public Optional<ProcessRecord> find(String name) {
        return read(file(name));
    }

    /** Returns all records by name, including those of processes that have ended. */
    public List<ProcessRecord> all() {
        List<ProcessRecord> found = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return found;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.json")) {
            files.forEach(file -> read(file).ifPresent(found::add));
        } catch (IOException e) {
            throw LocalPlatformException.failed("Cannot list " + folder, e);
        }
        found.sort(Comparator.comparing(ProcessRecord::name));
        return found;
    }

    public void remove(String name) {
        try {
            Files.deleteIfExists(file(name));
        } catch (IOException e) {
            throw LocalPlatformException.failed("Cannot remove " + file(name), e);
        }
    }

    /** Empty if there is no record. Another process may remove records at any time. */
    private static Optional<ProcessRecord> read(Path file) {
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(file), ProcessRecord.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | JacksonException e) {
            throw LocalPlatformException.failed("Cannot read " + file + "; it identifies a process of the platform", e);
        }
    }

    private Path file(String name) {
        return folder.resolve(name + ".json");
    }
}
