package dev.firstcome.local.layout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How the data of a platform is laid out; kept beside it, since a later program may not know what to do with it. */
public final class DataFormat {
    /** Raised when what was made before cannot be used any more: 2 since the brokers ask for passwords. */
    private static final int PRESENT = 2;

    private final Path file;
    private final Path parts;

    public DataFormat(Layout layout) {
        this.file = layout.data().resolve("format");
        this.parts = layout.part("kafka-1");
    }

    /** Fails with what to do if there is data in another format; else writes down that it is in the present one. */
    public void require() {
        try {
            String found = Files.exists(file) ? Files.readString(file).strip() : "1";
            if (Files.exists(parts) && !found.equals(Integer.toString(PRESENT))) {
                throw LocalFailure.failed("The data in " + file.getParent() + " has format " + found
                        + ", and this program knows only " + PRESENT
                        + ". `./firstcome reset` removes it, or name another folder with --data");
            }
            FileTree.writePrivate(file, PRESENT + "\n");
        } catch (IOException e) {
            throw LocalFailure.failed("Cannot read " + file, e);
        }
    }
}
