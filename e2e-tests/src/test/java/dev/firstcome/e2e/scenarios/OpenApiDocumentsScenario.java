package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.load.GatewayClient;
import dev.firstcome.e2e.openapi.ApiDocument;
import dev.firstcome.e2e.openapi.ApiDocuments;
import dev.firstcome.e2e.openapi.ApiOperation;
import dev.firstcome.e2e.openapi.ApiParameter;
import dev.firstcome.testsupport.Eventually;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The OpenAPI documents at {@code /openapi} are complete, and say of each operation who may call it and which problems
 * it has.
 */
@ExtendWith(SharedPlatformExtension.class)
class OpenApiDocumentsScenario {
    private static final String SCHEME = "bearerAuth";
    private static final Set<String> DEFAULT_TITLES = Set.of("", "OpenAPI definition");
    private static final int DOCUMENTS = 5;
    private static final Duration BOUND = Duration.ofSeconds(30);

    @Test
    void everyOperationIsDocumentedWithItsSecurityAndProblems(SharedPlatform shop) throws Exception {
        List<ApiDocument> documents =
                ApiDocuments.read(URI.create(shop.description().gatewayUrl())).all();
        SoftAssertions assertions = new SoftAssertions();
        int operations = 0;
        int publicOperations = 0;
        for (ApiDocument document : documents) {
            checkDocument(assertions, document);
            for (ApiOperation operation : document.operations()) {
                checkOperation(assertions, operation);
                operations++;
                publicOperations += operation.isPublic() ? 1 : 0;
            }
        }
        System.out.printf(
                "%d documents, %d operations checked, %d of them public%n",
                documents.size(), operations, publicOperations);
        assertions.assertAll();
        assertThat(documents).hasSize(DOCUMENTS);
        assertThat(operations).as("operations").isPositive();
        assertThat(publicOperations).as("public operations").isBetween(1, operations - 1);
    }

    /** The documents are derived from the services' rules; the gateway has rules of its own, which must be the same. */
    @Test
    void exactlyTheOperationsWithDeclaredSecurityNeedAToken(SharedPlatform shop) throws Exception {
        URI gateway = URI.create(shop.description().gatewayUrl());
        SoftAssertions assertions = new SoftAssertions();
        int calls = 0;
        try (GatewayClient client = new GatewayClient(gateway, 1)) {
            for (ApiOperation operation : ApiDocuments.read(gateway).operations()) {
                String path = operation
                        .path()
                        .replaceAll("\\{[^}]*}", UUID.randomUUID().toString());
                Answer answer = Eventually.get(
                        operation + " is answered",
                        BOUND,
                        () -> client.send(new Call(operation.method(), path, Map.of(), null, null)),
                        received -> !received.isRetryable());
                calls++;
                assertions
                        .assertThat(answer.code().equals("UNAUTHENTICATED"))
                        .as("%s without a token: %s", operation, answer)
                        .isEqualTo(!operation.isPublic());
            }
        }
        System.out.printf("%d operations called without a token%n", calls);
        assertions.assertAll();
        assertThat(calls).isPositive();
    }

    private static void checkDocument(SoftAssertions assertions, ApiDocument document) {
        assertions.assertThat(document.title()).as("title of " + document).isNotIn(DEFAULT_TITLES);
        assertions
                .assertThat(document.description())
                .as("description of " + document)
                .isNotBlank();
        assertions
                .assertThat(document.securityScheme(SCHEME).path("scheme").asString(""))
                .as("security scheme of " + document)
                .isEqualTo("bearer");
        assertions
                .assertThat(document.operations())
                .as("operations of " + document)
                .isNotEmpty();
        assertions
                .assertThat(document.explainedCodes())
                .as("explained codes of " + document)
                .isNotEmpty();
    }

    private static void checkOperation(SoftAssertions assertions, ApiOperation operation) {
        assertions.assertThat(operation.summary()).as("summary of " + operation).isNotBlank();
        assertions.assertThat(operation.path()).as("path of " + operation).doesNotStartWith("/internal");
        assertions
                .assertThat(operation.isPublic() || operation.requires(SCHEME))
                .as("security of " + operation)
                .isTrue();
        assertions
                .assertThat(operation.isForOperators())
                .as("role of " + operation)
                .isEqualTo(operation.path().startsWith("/ops/"));
        assertions
                .assertThat(operation.parameters())
                .as("parameters of " + operation)
                .extracting(ApiParameter::name)
                .doesNotContain("caller");
        assertions
                .assertThat(operation.bodySchemaName())
                .as("body of " + operation)
                .isNotEqualTo("JsonNode");
        assertions
                .assertThat(operation.statuses())
                .as("statuses of " + operation)
                .anyMatch(status -> status.startsWith("2"));
        checkProblems(assertions, operation);
    }

    private static void checkProblems(SoftAssertions assertions, ApiOperation operation) {
        if (!operation.isPublic()) {
            assertions
                    .assertThat(operation.problemCodes(401))
                    .as("401 of " + operation)
                    .contains("UNAUTHENTICATED");
        }
        assertions
                .assertThat(operation.problemCodes())
                .as("codes of " + operation)
                .isNotEmpty();
        assertions
                .assertThat(operation.document().explainedCodes())
                .as("codes of " + operation + " that the document explains")
                .containsAll(operation.problemCodes());
        assertions
                .assertThat(operation.hasBody() && operation.bodySchema().type().isEmpty())
                .as("an untyped body of " + operation)
                .isFalse();
    }
}
