package dev.firstcome.e2e.openapi;

import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.load.GatewayClient;
import dev.firstcome.testsupport.Eventually;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** All documents that the Swagger UI page of a gateway offers. */
public final class ApiDocuments {
    private static final String PAGE_CONFIGURATION = "/openapi/gateway/swagger-config";
    private static final Duration BOUND = Duration.ofSeconds(60);

    private final List<ApiDocument> documents;

    private ApiDocuments(List<ApiDocument> documents) {
        this.documents = List.copyOf(documents);
    }

    /** Reads the documents without a token, as a client does that does not know the API yet. */
    public static ApiDocuments read(URI gateway) throws IOException {
        List<ApiDocument> documents = new ArrayList<>();
        try (GatewayClient client = new GatewayClient(gateway, 1)) {
            for (JsonNode entry : get(client, PAGE_CONFIGURATION).path("urls")) {
                String path = entry.path("url").asString();
                documents.add(new ApiDocument(entry.path("name").asString(), path, get(client, path)));
            }
        }
        return new ApiDocuments(documents);
    }

    private static JsonNode get(GatewayClient client, String path) {
        return Eventually.get(path + " is served", BOUND, () -> client.send(Call.get(path)), Answer::ok)
                .body();
    }

    public List<ApiDocument> all() {
        return documents;
    }

    public List<ApiOperation> operations() {
        return documents.stream()
                .flatMap(document -> document.operations().stream())
                .toList();
    }
}
