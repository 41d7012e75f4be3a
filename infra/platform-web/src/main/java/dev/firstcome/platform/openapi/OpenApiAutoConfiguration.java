package dev.firstcome.platform.openapi;

import dev.firstcome.platform.openapi.OperationProblems.DeclaredProblems;
import dev.firstcome.platform.openapi.ProblemSchema.ProblemMeanings;
import dev.firstcome.platform.tokens.CurrentUser;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.core.jackson.TypeNameResolver;
import io.swagger.v3.core.util.Json31;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.web.SecurityFilterChain;

/**
 * The OpenAPI document of a service that has springdoc on its class path. A service on Spring MVC needs no
 * configuration. A reactive service provides an {@link OperationAccess}.
 */
@AutoConfiguration
@ConditionalOnWebApplication
@ConditionalOnClass(OpenApiCustomizer.class)
public class OpenApiAutoConfiguration {
    static {
        // The caller is known by the token and is not a parameter.
        SpringDocUtils.getConfig().addAnnotationsToIgnore(CurrentUser.class);
    }

    /** First in the list, which makes it the last of the chain, as swagger-core's own is. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    ModelResolver schemaResolver() {
        return new ModelResolver(Json31.mapper(), new SchemaNames()).openapi31(true);
    }

    @Bean
    OperationCustomizer declaredProblems() {
        return new DeclaredProblems();
    }

    @Bean
    OpenApiCustomizer documentCustomizer(OperationAccess access, MessageSource messages) {
        return new DocumentCustomizer(access, new ProblemMeanings(messages));
    }

    /** Authorization rules of Spring MVC services. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    static class ServletAccess {
        @Bean
        @ConditionalOnMissingBean
        OperationAccess operationAccess(ObjectProvider<SecurityFilterChain> chains) {
            return new FilterChainAccess(chains);
        }
    }

    /**
     * Names of schemas: the simple class name, for a nested class with the name of the enclosing one before it. The
     * {@code Page} records of two controllers would have one schema otherwise. A class {@code …Bodies} is only a namespace.
     */
    static final class SchemaNames extends TypeNameResolver {
        private static final String NAMESPACE = "Bodies";

        @Override
        protected String getNameOfClass(Class<?> type) {
            String name = type.getSimpleName();
            Class<?> enclosing = type.getEnclosingClass();
            if (enclosing == null || enclosing.getSimpleName().endsWith(NAMESPACE)) {
                return name;
            }
            String prefix = enclosing.getSimpleName().replaceFirst("Controller$", "");
            return name.startsWith(prefix) ? name : prefix + name;
        }
    }
}
