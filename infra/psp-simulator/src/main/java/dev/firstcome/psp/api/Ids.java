package dev.firstcome.psp.api;

import java.util.concurrent.ThreadLocalRandom;

/** New ids in Stripe's form. They need not be hard to guess. */
public final class Ids {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int LENGTH = 24;
    private static final int REQUEST_LENGTH = 14;

    private Ids() {}

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
        for (int at = 0; at < length; at++) {
            id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return id.toString();
    }
}
