package dev.firstcome.local.service;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/** One look at whether a process serves. */
final class Probe {
    private static final int BOUND_MILLIS = 2_000;

    private Probe() {}

    /** Whether there is an answer 200; false, never an exception, otherwise. */
    static boolean answers(String address) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(address).toURL().openConnection();
            connection.setConnectTimeout(BOUND_MILLIS);
            connection.setReadTimeout(BOUND_MILLIS);
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return false;
        }
    }
}
