package dev.firstcome.platform.openapi;

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
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.http.HttpMethod;

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
}
