package dev.firstcome.payment;

import dev.firstcome.platform.tokens.AccessRules;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;

/** Access rules in addition to those of the platform. */
@Configuration(proxyBeanMethods = false)
class PaymentAccessRules {
    /** The provider sends no access token: it signs its requests. */
    @Bean
    AccessRules paymentRules() {
        return requests ->
                requests.requestMatchers(HttpMethod.POST, "/webhooks/psp").permitAll();
    }
}
