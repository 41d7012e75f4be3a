package dev.firstcome.catalog;

import dev.firstcome.platform.tokens.AccessRules;
import dev.firstcome.platform.tokens.AccessRules.InternalAccessRules;
import dev.firstcome.platform.tokens.ServiceTokenVerifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;

/** Authorization rules of the catalog endpoints, in addition to the platform's rules. */
@Configuration(proxyBeanMethods = false)
class CatalogAccessRules {
    /** The product list and the product details are public. */
    @Bean
    AccessRules publicProductRules() {
        return requests -> requests.requestMatchers(HttpMethod.GET, "/api/products", "/api/products/{productId}")
                .permitAll();
    }

    /** Only payment-service may read authoritative prices and reserve stock. */
    @Bean
    InternalAccessRules paymentServiceRules() {
        return requests -> requests.requestMatchers("/internal/products/**")
                .hasAuthority(ServiceTokenVerifier.AUTHORITY_PREFIX + "payment-service");
    }
}
