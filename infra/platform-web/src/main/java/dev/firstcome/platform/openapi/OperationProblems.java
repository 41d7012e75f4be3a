package dev.firstcome.platform.openapi;

import io.swagger.v3.oas.models.Operation;
import java.lang.reflect.AnnotatedElement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.method.HandlerMethod;

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

    /** Adds the codes of {@link ProblemCodes} to an operation, and to a stream the codes that every stream can return. */
    static final class DeclaredProblems implements OperationCustomizer {
        @Override
        public Operation customize(Operation operation, HandlerMethod handler) {
            addDeclared(operation, handler.getBeanType());
            addDeclared(operation, handler.getMethod());
            if (isStream(handler)) {
                OperationProblems.add(operation, HttpStatus.UNAUTHORIZED.value(), "TICKET_INVALID");
                OperationProblems.add(operation, HttpStatus.TOO_MANY_REQUESTS.value(), "TOO_MANY_STREAMS");
            }
            return operation;
        }

        private static void addDeclared(Operation operation, AnnotatedElement element) {
            for (ProblemCodes declared :
                    AnnotatedElementUtils.findMergedRepeatableAnnotations(element, ProblemCodes.class)) {
                for (String code : declared.value()) {
                    OperationProblems.add(operation, declared.status().value(), code);
                }
            }
        }

        private static boolean isStream(HandlerMethod handler) {
            RequestMapping mapping =
                    AnnotatedElementUtils.findMergedAnnotation(handler.getMethod(), RequestMapping.class);
            return mapping != null && List.of(mapping.produces()).contains(MediaType.TEXT_EVENT_STREAM_VALUE);
        }
    }
}
