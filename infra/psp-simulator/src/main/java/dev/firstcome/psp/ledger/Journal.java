package dev.firstcome.psp.ledger;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;

/**
 * The append-only file of all changes, one JSON line each. When {@link #append} returns, the operating system has the
 * line: it survives a crash of the process, but not of the machine, because there is no fsync. Thread-safe.
 */
public final class Journal implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 20;
    private static final int LINE_BYTES = 2048;

    /** Not a FileChannel, because an interrupt of one thread would close it for all threads. */
    private final RandomAccessFile file;
    /** The file ends with an incomplete line that could not be truncated; no line may follow it. */
    private boolean torn;

    private Journal(RandomAccessFile file) {
        this.file = file;
    }

    /**
     * Opens or creates the file and replays its changes in order. An incomplete last line is truncated: no response was
     * sent for it.
     *
     * @throws IllegalStateException if another line is corrupt or another process has locked the file
     */
    public static Journal open(Path path, Consumer<LedgerChange> consumer) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        try {
            if (file.getChannel().tryLock() == null) {
                throw new IllegalStateException("the journal " + path + " is in use by another process");
            }
            long complete = replay(path, consumer);
            file.setLength(complete);
            file.seek(complete);
            return new Journal(file);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** @return the end of the last complete line */
    private static long replay(Path path, Consumer<LedgerChange> consumer) throws IOException {
        long complete = 0;
        long read = 0;
        ByteArrayOutputStream line = new ByteArrayOutputStream(LINE_BYTES);
        byte[] chunk = new byte[BUFFER_BYTES];
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                int start = 0;
                for (int end = lineEnd(chunk, start, count); end >= 0; end = lineEnd(chunk, start, count)) {
                    line.write(chunk, start, end - start);
                    consumer.accept(parse(line.toByteArray(), complete));
                    line.reset();
                    start = end + 1;
                    complete = read + start;
                }
                line.write(chunk, start, count - start);
                read += count;
            }
        }
        return complete;
    }

    private static int lineEnd(byte[] chunk, int from, int to) {
        for (int i = from; i < to; i++) {
            if (chunk[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static LedgerChange parse(byte[] line, long offset) {
        try {
            return JournalLine.read(line);
        } catch (JacksonException e) {
            throw new IllegalStateException("the journal is corrupt at byte " + offset, e);
        }
    }

    /** @throws IOException if the write fails; a partially written line is truncated */
    public synchronized void append(LedgerChange change) throws IOException {
        if (torn) {
            throw new IOException("the journal ends with an incomplete line");
        }
        byte[] json = JournalLine.write(change);
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        long start = file.getFilePointer();
        try {
            file.write(line);
        } catch (IOException e) {
            torn = true;
            file.setLength(start);
            file.seek(start);
            torn = false;
            throw e;
        }
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
