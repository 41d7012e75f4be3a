package dev.firstcome.platform.openapi;

import dev.firstcome.platform.openapi.DocumentCustomizer.CommonProblem;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.MessageSource;

/** The schema of a problem document (RFC 9457) and the responses that contain one. */
final class ProblemSchema {
    static final String NAME = "Problem";
    private static final Set<String> RETRYABLE = Set.of("429", "503");

    private ProblemSchema() {}

    static Schema<?> schema() {
        return typed(new ObjectSchema()
                .description("A problem document (RFC 9457). Some codes have members of their own.")
                .addProperty("type", text("urn:problem:CODE").format("uri"))
                .addProperty("title", text("The reason phrase of the status."))
                .addProperty("status", new IntegerSchema().description("The HTTP status."))
                .addProperty("detail", text("A sentence for people, in the language of Accept-Language (en or ko)."))
                .addProperty("instance", text("The path of the request.").format("uri"))
                .addProperty("code", text("The stable code of the problem."))
                .additionalProperties(true)
                .required(List.of("type", "title", "status", "code")));
    }

    /** OpenAPI 3.1 has the type in another member, which springdoc sets for the schemas that it finds itself. */
    private static Schema<?> typed(Schema<?> schema) {
        SpringDocUtils.handleSchemaTypes(schema);
        return schema;
    }

    private static Schema<?> text(String description) {
        return new StringSchema().description(description);
    }

    /** Adds the problem document and the codes to the response of a status. */
    static void complete(ApiResponse response, String status, Set<String> codes, ProblemMeanings meanings) {
        response.setDescription(codes.stream()
                .map(code -> "`%s`: %s".formatted(code, meanings.of(code)))
                .collect(Collectors.joining("\n\n")));
        response.setContent(new Content()
                .addMediaType(
                        org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                        new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + NAME))));
        if (RETRYABLE.contains(status)) {
            response.addHeaderObject(
                    "Retry-After", new Header().description("Seconds to wait.").schema(typed(new IntegerSchema())));
        }
    }

    /** What a problem code means, in English: the text of the problem's detail with its arguments left out. */
    static final class ProblemMeanings {
        /** An argument of a message format, which can contain another one. */
        private static final Pattern ARGUMENT = Pattern.compile("\\{\\d+[^{}]*(\\{[^{}]*}[^{}]*)*}");

        private static final Map<String, String> DEFAULTS =
                Arrays.stream(CommonProblem.values()).collect(Collectors.toMap(Enum::name, CommonProblem::meaning));

        private final MessageSource messages;

        ProblemMeanings(MessageSource messages) {
            this.messages = messages;
        }

        /** The code itself if it has no text. */
        String of(String code) {
            String text =
                    messages.getMessage("problem." + code, null, DEFAULTS.getOrDefault(code, code), Locale.ENGLISH);
            return ARGUMENT.matcher(Objects.requireNonNullElse(text, code)).replaceAll("…");
        }
    }
}
