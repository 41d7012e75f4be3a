package dev.firstcome.coupon;

import dev.firstcome.platform.tokens.AccessRules;
import dev.firstcome.platform.tokens.InternalAccessRules;
import dev.firstcome.platform.tokens.ServiceTokenVerifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;

/** Who may call what, beside the platform's rules. */
@Configuration(proxyBeanMethods = false)
class CouponAccess {
    /** Campaigns can be seen by everybody, and what the shop has signed can be checked by everybody. */
    @Bean
    AccessRules couponRules() {
        return requests -> requests.requestMatchers(HttpMethod.GET, "/api/campaigns", "/api/campaigns/{campaignId}")
                .permitAll()
                .requestMatchers(HttpMethod.GET, "/api/campaigns/{campaignId}/proof", "/api/proof-keys")
                .permitAll()
                .requestMatchers(HttpMethod.POST, "/api/receipts/verify")
                .permitAll();
    }

    /** Only payments take coupons into their hands. */
    @Bean
    InternalAccessRules paymentsRules() {
        return requests -> requests.requestMatchers("/internal/coupons/**")
                .hasAuthority(ServiceTokenVerifier.AUTHORITY_PREFIX + "payment-service");
    }
}
