package dev.firstcome.coupon;

import dev.firstcome.platform.tokens.AccessRules;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;

/** Who may call what, beside the platform's rules: campaigns can be seen by everybody. */
@Configuration(proxyBeanMethods = false)
class CouponAccess {
    @Bean
    AccessRules couponRules() {
        return requests -> requests.requestMatchers(HttpMethod.GET, "/api/campaigns", "/api/campaigns/{campaignId}")
                .permitAll();
    }
}
