package dev.firstcome.platform.signs;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What shows a sign, to be told with it: the first witnesses of each subject, or the last, a bounded number, kept until the
 * sign is cleared. The subjects that were noted last are kept. May be called from any thread.
 */
public final class Witnesses {
    public static final int OF_ONE_MAX = 20;
    private static final int SUBJECTS_MAX = 200;
    private static final int TEXT_MAX = 300;

    private final Map<Subject, Deque<String>> noted = new LinkedHashMap<>();

    private record Subject(String sign, String name) {}

    /** @param witness without secrets and without what tells a person; what is too long is cut */
    public synchronized void note(String sign, String subject, String witness) {
        Subject of = new Subject(sign, subject);
        Deque<String> known = noted.remove(of);
        Deque<String> texts = known == null ? new ArrayDeque<>() : known;
        noted.put(of, texts);
        if (texts.size() < OF_ONE_MAX) {
            texts.add(witness.length() <= TEXT_MAX ? witness : witness.substring(0, TEXT_MAX));
        }
        if (noted.size() > SUBJECTS_MAX) {
            noted.remove(noted.keySet().iterator().next());
        }
    }

    /** The same of what happens at ordinary times, too: the last ones are kept instead of the first. */
    public synchronized void noteLatest(String sign, String subject, String witness) {
        Deque<String> texts = noted.get(new Subject(sign, subject));
        if (texts != null && texts.size() == OF_ONE_MAX) {
            texts.removeFirst();
        }
        note(sign, subject, witness);
    }

    /** Keeps these instead of what was noted before. */
    public synchronized void replace(String sign, String subject, List<String> witnesses) {
        forget(sign, subject);
        witnesses.forEach(witness -> note(sign, subject, witness));
    }

    public synchronized List<String> of(String sign, String subject) {
        Deque<String> texts = noted.get(new Subject(sign, subject));
        return texts == null ? List.of() : List.copyOf(texts);
    }

    public synchronized void forget(String sign, String subject) {
        noted.remove(new Subject(sign, subject));
    }
}
