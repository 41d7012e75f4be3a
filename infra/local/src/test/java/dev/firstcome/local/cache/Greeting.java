package dev.firstcome.local.cache;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A program that is packed, trained and run by tests. With an argument, it creates the file of
 * that name and runs until it is stopped.
 */
final class Greeting {
    private Greeting() {}

    public static void main(String[] arguments) throws Exception {
        System.out.println("Hello from a process of its own");
        if (arguments.length > 0) {
            Files.createFile(Path.of(arguments[0]));
            Thread.currentThread().join();
        }
    }
}
