package dev.firstcome.local.service;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/** Probes an HTTP endpoint once. */
final class Probe {
    private static final int BOUND_MILLIS = 2_000;

    private Probe() {}

    /** Whether the response is 200. Returns false on any failure, and never throws. */
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
