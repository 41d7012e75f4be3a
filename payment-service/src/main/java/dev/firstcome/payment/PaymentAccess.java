package dev.firstcome.payment;

import dev.firstcome.platform.tokens.AccessRules;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;

/** Who may call what, beside the platform's rules. */
@Configuration(proxyBeanMethods = false)
class PaymentAccess {
    /** The provider has no token of the shop's: it signs what it says. */
    @Bean
    AccessRules paymentRules() {
        return requests ->
                requests.requestMatchers(HttpMethod.POST, "/webhooks/psp").permitAll();
    }
}
