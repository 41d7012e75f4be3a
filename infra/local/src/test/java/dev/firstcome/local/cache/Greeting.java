package dev.firstcome.local.cache;

/** A program that is packed, trained and run by tests; with an argument it goes on until it is ended. */
final class Greeting {
    private Greeting() {}

    public static void main(String[] arguments) throws InterruptedException {
        System.out.println("Hello from a process of its own");
        if (arguments.length > 0) {
            Thread.currentThread().join();
        }
    }
}
