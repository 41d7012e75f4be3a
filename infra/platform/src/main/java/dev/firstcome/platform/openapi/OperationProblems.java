package dev.firstcome.platform.openapi;

import io.swagger.v3.oas.models.Operation;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The problem codes of one operation by status, kept in the extension {@code x-problem-codes} of the operation. */
final class OperationProblems {
    static final String EXTENSION = "x-problem-codes";

    private OperationProblems() {}

    static void add(Operation operation, int status, String code) {
        Map<String, Set<String>> codes = new TreeMap<>(of(operation));
        codes.computeIfAbsent(Integer.toString(status), any -> new TreeSet<>()).add(code);
        operation.addExtension(EXTENSION, codes);
    }

    @SuppressWarnings("unchecked") // only this class writes the extension
    static Map<String, Set<String>> of(Operation operation) {
        Map<String, Object> extensions = operation.getExtensions();
        Object codes = extensions == null ? null : extensions.get(EXTENSION);
        return codes == null ? Map.of() : (Map<String, Set<String>>) codes;
    }
}
