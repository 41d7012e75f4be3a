package dev.firstcome.local.containers;

import dev.firstcome.local.layout.LocalPlatformException;

/** The images of the infrastructure; a system property has the name of each. */
public enum ContainerImage {
    KAFKA("kafka-image"),
    POSTGRES("postgres-image"),
    REDIS("redis-image");

    /** The prefix of all system properties about containers. */
    public static final String PREFIX = "firstcome.containers.";

    private final String property;

    ContainerImage(String property) {
        this.property = PREFIX + property;
    }

    /** Returns the configured name, such as {@code postgres:18.6}. */
    public String configured() {
        String image = System.getProperty(property, "");
        if (image.isBlank()) {
            throw LocalPlatformException.wrongUse(
                    "No image is configured. Set -D" + property + "=NAME:TAG, or use mvn -Pcontainers");
        }
        return image;
    }
}
