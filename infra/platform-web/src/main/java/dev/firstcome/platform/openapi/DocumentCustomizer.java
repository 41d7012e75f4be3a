package dev.firstcome.platform.openapi;

import dev.firstcome.platform.openapi.ProblemSchema.ProblemMeanings;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;

/**
 * Completes a service's document: the bearer security scheme and who may call each operation, the problem responses of
 * each operation, and all problem codes with their meanings.
 */
final class DocumentCustomizer implements OpenApiCustomizer {
    static final String SCHEME = "bearerAuth";

    private final OperationAccess access;
    private final ProblemMeanings meanings;

    DocumentCustomizer(OperationAccess access, ProblemMeanings meanings) {
        this.access = access;
        this.meanings = meanings;
    }

    @Override
    public void customise(OpenAPI document) {
        Components components = document.getComponents() == null ? new Components() : document.getComponents();
        document.setComponents(components);
        components.addSecuritySchemes(
                SCHEME,
                new SecurityScheme()
                        .type(SecurityScheme.Type.HTTP)
                        .scheme("bearer")
                        .bearerFormat("JWT")
                        .description("The access token of `POST /api/sessions`."));
        components.addSchemas(ProblemSchema.NAME, ProblemSchema.schema());
        Map<String, String> codes = new TreeMap<>();
        document.getPaths()
                .forEach((path, item) -> item.readOperationsMap().forEach((method, operation) -> {
                    complete(HttpMethod.valueOf(method.name()), path, operation);
                    OperationProblems.of(operation)
                            .values()
                            .forEach(some -> some.forEach(code -> codes.put(code, meanings.of(code))));
                }));
        document.addExtension(OperationProblems.EXTENSION, codes);
        describe(document, codes);
    }

    private void complete(HttpMethod method, String path, Operation operation) {
        keepOwnPathVariables(path, operation);
        OperationAccess.Level level = access.of(method, path);
        if (level != OperationAccess.Level.PUBLIC) {
            // The list names roles, which OpenAPI 3.1 allows for every scheme.
            List<String> roles = level == OperationAccess.Level.OPERATOR ? List.of(level.name()) : List.of();
            operation.setSecurity(List.of(new SecurityRequirement().addList(SCHEME, roles)));
        }
        for (CommonProblem problem : CommonProblem.values()) {
            if (problem.appliesTo(operation, level)) {
                OperationProblems.add(operation, problem.status(), problem.name());
            }
        }
        OperationProblems.of(operation).forEach((status, codes) -> {
            ApiResponse response = operation.getResponses().computeIfAbsent(status, any -> new ApiResponse());
            ProblemSchema.complete(response, status, codes, meanings);
        });
    }

    /** A method with two paths has the variables of both in each of its operations. */
    private static void keepOwnPathVariables(String path, Operation operation) {
        if (operation.getParameters() == null) {
            return;
        }
        List<Parameter> kept = new ArrayList<>();
        for (Parameter parameter : operation.getParameters()) {
            boolean isPathVariable = "path".equals(parameter.getIn());
            if (!isPathVariable || path.contains("{" + parameter.getName() + "}")) {
                kept.add(isPathVariable ? parameter.required(true) : parameter);
            }
        }
        operation.setParameters(kept);
    }

    private static void describe(OpenAPI document, Map<String, String> codes) {
        Info info = document.getInfo() == null ? new Info() : document.getInfo();
        StringBuilder text = new StringBuilder(info.getDescription() == null ? "" : info.getDescription())
                .append("\n\nErrors are problem documents (RFC 9457) with a stable `code`:\n\n")
                .append("| code | meaning |\n| --- | --- |\n");
        codes.forEach((code, meaning) ->
                text.append("| `").append(code).append("` | ").append(meaning).append(" |\n"));
        document.setInfo(info.description(text.toString().strip()));
    }

    /**
     * The problems that operations can return without a declaration of their own: from the gateway, from the security
     * filters and from Spring. The meaning is used where the service has no text under {@code problem.CODE}.
     */
    enum CommonProblem {
        BAD_REQUEST(HttpStatus.BAD_REQUEST, Applies.ALWAYS, "The request is malformed."),
        INVALID_FIELD(HttpStatus.BAD_REQUEST, Applies.WITH_INPUT, "A parameter or a field of the body is invalid."),
        UNAUTHENTICATED(HttpStatus.UNAUTHORIZED, Applies.ALWAYS, "The access token is missing, invalid or expired."),
        FORBIDDEN(HttpStatus.FORBIDDEN, Applies.FOR_OPERATORS, "The access token lacks the role OPERATOR."),
        NOT_FOUND(
                HttpStatus.NOT_FOUND, Applies.WITH_PATH_VARIABLE, "The resource does not exist or has another owner."),
        NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, Applies.ALWAYS, "No response has a media type of the header Accept."),
        BODY_TOO_SLOW(HttpStatus.REQUEST_TIMEOUT, Applies.WITH_BODY, "The body did not arrive in time."),
        BODY_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, Applies.WITH_BODY, "The body is too large."),
        UNSUPPORTED_MEDIA_TYPE(
                HttpStatus.UNSUPPORTED_MEDIA_TYPE, Applies.WITH_BODY, "The media type of the body is not supported."),
        RATE_LIMITED(HttpStatus.TOO_MANY_REQUESTS, Applies.ALWAYS, "Too many requests; retry after Retry-After."),
        INTERNAL(HttpStatus.INTERNAL_SERVER_ERROR, Applies.ALWAYS, "The server failed."),
        UNAVAILABLE(
                HttpStatus.SERVICE_UNAVAILABLE,
                Applies.ALWAYS,
                "A dependency is unavailable; retry after Retry-After."),
        DEADLINE_EXCEEDED(
                HttpStatus.SERVICE_UNAVAILABLE,
                Applies.ALWAYS,
                "The deadline of the request has passed; nothing was done."),
        TIMEOUT(
                HttpStatus.GATEWAY_TIMEOUT,
                Applies.ALWAYS,
                "The service did not respond in time; the effect is unknown.");

        private enum Applies implements BiPredicate<Operation, OperationAccess.Level> {
            ALWAYS,
            WITH_INPUT,
            WITH_BODY,
            WITH_PATH_VARIABLE,
            FOR_OPERATORS;

            @Override
            public boolean test(Operation operation, OperationAccess.Level access) {
                boolean hasBody = operation.getRequestBody() != null;
                boolean hasParameters = operation.getParameters() != null
                        && !operation.getParameters().isEmpty();
                return switch (this) {
                    case ALWAYS -> true;
                    case WITH_BODY -> hasBody;
                    case WITH_INPUT -> hasBody || hasParameters;
                    case WITH_PATH_VARIABLE ->
                        hasParameters
                                && operation.getParameters().stream()
                                        .anyMatch(parameter -> "path".equals(parameter.getIn()));
                    case FOR_OPERATORS -> access == OperationAccess.Level.OPERATOR;
                };
            }
        }

        private final HttpStatus status;
        private final Applies applies;
        private final String meaning;

        CommonProblem(HttpStatus status, Applies applies, String meaning) {
            this.status = status;
            this.applies = applies;
            this.meaning = meaning;
        }

        int status() {
            return status.value();
        }

        String meaning() {
            return meaning;
        }

        boolean appliesTo(Operation operation, OperationAccess.Level access) {
            return applies.test(operation, access);
        }
    }
}
