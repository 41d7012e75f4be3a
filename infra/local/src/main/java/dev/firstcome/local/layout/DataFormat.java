package dev.firstcome.local.layout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The version of the data of a platform, in the file {@code format} of its data folder. Data of another version is
 * never used: its topics, events and keys have other names.
 */
public final class DataFormat {
    /**
     * Raised by each incompatible change: 2 for the credentials of the brokers, 3 for the names of topics and events.
     */
    static final int CURRENT = 3;

    /** The version of data without the file. */
    private static final String OLDEST = "1";

    private final Path folder;
    private final Path file;
    private final Path broker;

    public DataFormat(Layout layout) {
        this.folder = layout.data();
        this.file = folder.resolve("format");
        this.broker = layout.part("kafka-1");
    }

    /**
     * Records the current version in a folder without data.
     *
     * @throws LocalPlatformException if the folder has data of another version; the message names the remedies
     */
    public void require() {
        try {
            String found = Files.exists(file) ? Files.readString(file).strip() : OLDEST;
            if (Files.exists(broker) && !found.equals(Integer.toString(CURRENT))) {
                throw LocalPlatformException.failed("The data in " + folder + " has format " + found
                        + ", but this version of FirstCome needs format " + CURRENT
                        + ". `./firstcome reset --data " + folder
                        + "` deletes the data. To keep it, use another folder: `./firstcome up --data DIR`");
            }
            FileTree.writePrivate(file, CURRENT + "\n");
        } catch (IOException e) {
            throw LocalPlatformException.failed("Cannot read " + file, e);
        }
    }
}
