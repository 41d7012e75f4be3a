package dev.firstcome.model.proof;

import dev.firstcome.contracts.coupon.ProofBlock;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A folder with the exported topics of some partitions: {@code export.json}, {@code proofs.jsonl}, and one file
 * {@code requests-<partition>.jsonl} per partition.
 */
public final class ExportFolder {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    private static final int COUNT_BUFFER_BYTES = 1 << 16;

    private final Path folder;

    public ExportFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Describes the export.
     *
     * @param starts the first offset of each partition that the topic still contained
     */
    public record Contents(String topicId, SortedMap<Integer, Long> starts) {
        public Contents {
            starts = new TreeMap<>(starts);
        }
    }

    public void write(Contents contents) {
        try {
            Files.createDirectories(folder);
            Files.writeString(about(), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(contents));
        } catch (IOException full) {
            throw new UncheckedIOException("Cannot write " + about(), full);
        }
    }

    /** Opens the file of a partition for its records, in log order. */
    public BufferedWriter records(int partition) throws IOException {
        return Files.newBufferedWriter(requests(partition));
    }

    public void write(List<ProofBlock> proofs) {
        try {
            Files.write(proofs(), proofs.stream().map(JSON::writeValueAsString).toList());
        } catch (IOException full) {
            throw new UncheckedIOException("Cannot write " + proofs(), full);
        }
    }

    /** @throws ProofMismatchException if the folder contains no export */
    public Contents contents() {
        try {
            return JSON.readValue(Files.readString(about()), Contents.class);
        } catch (IOException | JacksonException missing) {
            throw new ProofMismatchException("there is no export in " + folder, missing);
        }
    }

    /** @throws ProofMismatchException if a line is not a signed block */
    List<ProofBlock> blocks() {
        try {
            return Files.readAllLines(proofs()).stream()
                    .map(line -> JSON.readValue(line, ProofBlock.class))
                    .toList();
        } catch (IOException | JacksonException unreadable) {
            throw new ProofMismatchException(proofs() + " cannot be read", unreadable);
        }
    }

    /** @throws ProofMismatchException if the file is missing, or a line is not a record */
    void eachRecord(int partition, Consumer<ExportedRecord> consumer) {
        try (Stream<String> lines = Files.lines(requests(partition))) {
            lines.map(ExportedRecord::read).forEachOrdered(consumer);
        } catch (IOException | UncheckedIOException unreadable) {
            throw new ProofMismatchException(requests(partition) + " cannot be read", unreadable);
        }
    }

    /** Returns the number of lines of each partition's file; 0 for an unreadable file. */
    SortedMap<Integer, Long> recordCounts(Contents contents) {
        var counts = new TreeMap<Integer, Long>();
        contents.starts().keySet().forEach(partition -> counts.put(partition, lines(requests(partition))));
        return counts;
    }

    private static long lines(Path file) {
        byte[] buffer = new byte[COUNT_BUFFER_BYTES];
        long lines = 0;
        try (InputStream bytes = Files.newInputStream(file)) {
            for (int read = bytes.read(buffer); read > 0; read = bytes.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    lines += buffer[i] == '\n' ? 1 : 0;
                }
            }
            return lines;
        } catch (IOException unreadable) {
            return 0;
        }
    }

    /** Returns the size of all files of this export, in bytes. */
    public long bytes(Contents contents) throws IOException {
        long bytes = Files.size(about()) + Files.size(proofs());
        for (int partition : contents.starts().keySet()) {
            bytes += Files.size(requests(partition));
        }
        return bytes;
    }

    private Path about() {
        return folder.resolve("export.json");
    }

    private Path proofs() {
        return folder.resolve("proofs.jsonl");
    }

    private Path requests(int partition) {
        return folder.resolve("requests-" + partition + ".jsonl");
    }
}
