package dev.firstcome.psp.api;

import java.util.concurrent.ThreadLocalRandom;

/** Generates random ids in Stripe's format. They are not cryptographically secure. */
public final class IdGenerator {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int LENGTH = 24;
    private static final int REQUEST_LENGTH = 14;

    private IdGenerator() {}

    static String intent() {
        return random("pi_3", LENGTH);
    }

    static String charge() {
        return random("ch_3", LENGTH);
    }

    static String refund() {
        return random("re_3", LENGTH);
    }

    static String event() {
        return random("evt_3", LENGTH);
    }

    public static String request() {
        return random("req_", REQUEST_LENGTH);
    }

    private static String random(String prefix, int length) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        StringBuilder id = new StringBuilder(prefix.length() + length).append(prefix);
        for (int i = 0; i < length; i++) {
            id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }
}
