package dev.firstcome.catalog;

import dev.firstcome.platform.tokens.AccessRules;
import dev.firstcome.platform.tokens.InternalRules;
import dev.firstcome.platform.tokens.ServiceTokenVerifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;

/** Who may call what, beside the platform's rules. */
@Configuration(proxyBeanMethods = false)
class CatalogAccess {
    /** What is sold can be seen by everybody. */
    @Bean
    AccessRules productRules() {
        return requests -> requests.requestMatchers(HttpMethod.GET, "/api/products", "/api/products/{productId}")
                .permitAll();
    }

    /** Only payments ask for prices that count, and take stock into their hands. */
    @Bean
    InternalRules paymentsRules() {
        return requests -> requests.requestMatchers("/internal/products/**")
                .hasAuthority(ServiceTokenVerifier.AUTHORITY_PREFIX + "payment-service");
    }
}
