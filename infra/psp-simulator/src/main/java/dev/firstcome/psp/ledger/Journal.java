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
 * The file of all changes, one JSON line each, only ever appended to. A line is with the operating system when {@link
 * #append} returns, so it outlives the process, though not the machine: nothing is forced to the disk.
 */
public final class Journal implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 20;
    private static final int LINE_BYTES = 2048;

    /** Not a channel, which an interrupted thread would close for all. */
    private final RandomAccessFile file;
    /** A part of a line stands at the end and could not be taken back: nothing may follow it. */
    private boolean torn;

    private Journal(RandomAccessFile file) {
        this.file = file;
    }

    /**
     * Opens the file, which need not exist, and hands its changes over in their order. A last line that was not finished is
     * cut off: its call was never answered.
     *
     * @throws IllegalStateException where another line is broken, or another process has the file
     */
    public static Journal open(Path path, Consumer<Change> each) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        try {
            if (file.getChannel().tryLock() == null) {
                throw new IllegalStateException("the journal " + path + " is in use by another process");
            }
            long whole = replay(path, each);
            file.setLength(whole);
            file.seek(whole);
            return new Journal(file);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** @return where the last whole line ends */
    private static long replay(Path path, Consumer<Change> each) throws IOException {
        long whole = 0;
        long read = 0;
        ByteArrayOutputStream line = new ByteArrayOutputStream(LINE_BYTES);
        byte[] chunk = new byte[BUFFER_BYTES];
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
            for (int got = in.read(chunk); got >= 0; got = in.read(chunk)) {
                int start = 0;
                for (int end = lineEnd(chunk, start, got); end >= 0; end = lineEnd(chunk, start, got)) {
                    line.write(chunk, start, end - start);
                    each.accept(parsed(line.toByteArray(), whole));
                    line.reset();
                    start = end + 1;
                    whole = read + start;
                }
                line.write(chunk, start, got - start);
                read += got;
            }
        }
        return whole;
    }

    private static int lineEnd(byte[] chunk, int from, int to) {
        for (int at = from; at < to; at++) {
            if (chunk[at] == '\n') {
                return at;
            }
        }
        return -1;
    }

    private static Change parsed(byte[] line, long at) {
        try {
            return JournalLine.read(line);
        } catch (JacksonException e) {
            throw new IllegalStateException("the journal is broken at byte " + at, e);
        }
    }

    /** @throws IOException where it is not written; what was written of the line is taken back */
    public synchronized void append(Change change) throws IOException {
        if (torn) {
            throw new IOException("the journal ends with a torn line");
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
