package dev.firstcome.platform.alerts;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Samples that explain an alert and are published with it: the first or the last {@link #SAMPLES_MAX} of each subject, until
 * the alert is cleared. Of too many subjects the least recently updated is removed. Thread-safe.
 */
public final class AlertSamples {
    /** The number of samples per subject. */
    public static final int SAMPLES_MAX = 20;

    private static final int SUBJECTS_MAX = 200;
    private static final int LENGTH_MAX = 300;

    private final Map<Key, Deque<String>> samples = new LinkedHashMap<>();

    private record Key(String alert, String subject) {}

    /**
     * Adds a sample unless the subject has the maximum number.
     *
     * @param sample contains no secrets and no personal data; a long one is truncated
     */
    public synchronized void add(String alert, String subject, String sample) {
        Key key = new Key(alert, subject);
        Deque<String> known = samples.remove(key);
        Deque<String> texts = known == null ? new ArrayDeque<>() : known;
        samples.put(key, texts);
        if (texts.size() < SAMPLES_MAX) {
            texts.add(sample.length() <= LENGTH_MAX ? sample : sample.substring(0, LENGTH_MAX));
        }
        if (samples.size() > SUBJECTS_MAX) {
            samples.remove(samples.keySet().iterator().next());
        }
    }

    /** Adds a sample in place of the oldest one, for samples that are also collected without an alert. */
    public synchronized void addLatest(String alert, String subject, String sample) {
        Deque<String> texts = samples.get(new Key(alert, subject));
        if (texts != null && texts.size() == SAMPLES_MAX) {
            texts.removeFirst();
        }
        add(alert, subject, sample);
    }

    /** Replaces all samples of the subject. */
    public synchronized void replace(String alert, String subject, List<String> replacement) {
        remove(alert, subject);
        replacement.forEach(sample -> add(alert, subject, sample));
    }

    /** Returns the samples of the subject, the oldest first. */
    public synchronized List<String> of(String alert, String subject) {
        Deque<String> texts = samples.get(new Key(alert, subject));
        return texts == null ? List.of() : List.copyOf(texts);
    }

    /** Removes all samples of the subject. */
    public synchronized void remove(String alert, String subject) {
        samples.remove(new Key(alert, subject));
    }
}
