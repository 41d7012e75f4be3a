package dev.firstcome.gateway.openapi.web;

import dev.firstcome.platform.openapi.OperationAccess;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The title of the gateway's document, and who may call the gateway's own operations: none of them is public. */
@Configuration(proxyBeanMethods = false)
@OpenAPIDefinition(
        info =
                @Info(
                        title = "FirstCome: operations",
                        version = "v1",
                        description = "Operators read and set the switches of all services."))
class GatewayDocument {
    private static final String OPERATORS = "/ops/";

    @Bean
    OperationAccess operationAccess() {
        return (method, path) ->
                path.startsWith(OPERATORS) ? OperationAccess.Level.OPERATOR : OperationAccess.Level.SIGNED_IN;
    }
}
