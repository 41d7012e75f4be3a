package dev.firstcome.coupon;

import dev.firstcome.platform.tokens.AccessRules;
import dev.firstcome.platform.tokens.AccessRules.InternalAccessRules;
import dev.firstcome.platform.tokens.ServiceTokenVerifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;

/** Access rules of coupon-service, in addition to the rules of the platform. */
@Configuration(proxyBeanMethods = false)
class CouponAccess {
    /** Campaigns, proofs and receipt verification are public. */
    @Bean
    AccessRules couponRules() {
        return requests -> requests.requestMatchers(HttpMethod.GET, "/api/campaigns", "/api/campaigns/{campaignId}")
                .permitAll()
                .requestMatchers(HttpMethod.GET, "/api/campaigns/{campaignId}/proof", "/api/proof-keys")
                .permitAll()
                .requestMatchers(HttpMethod.POST, "/api/receipts/verify")
                .permitAll();
    }

    /** Only payment-service may reserve and redeem coupons. */
    @Bean
    InternalAccessRules paymentsRules() {
        return requests -> requests.requestMatchers("/internal/coupons/**")
                .hasAuthority(ServiceTokenVerifier.AUTHORITY_PREFIX + "payment-service");
    }
}
