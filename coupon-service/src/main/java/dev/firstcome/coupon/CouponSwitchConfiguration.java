package dev.firstcome.coupon;

import dev.firstcome.contracts.switches.CouponSwitches;
import dev.firstcome.contracts.switches.CouponSwitches.AutoPause;
import dev.firstcome.contracts.switches.Gate;
import dev.firstcome.contracts.switches.SwitchDefinition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The switches that this service reads. The gateway declares the same definitions, to change them. */
@Configuration(proxyBeanMethods = false)
class CouponSwitchConfiguration {
    @Bean
    SwitchDefinition<Gate> requestsSwitch() {
        return CouponSwitches.REQUESTS;
    }

    @Bean
    SwitchDefinition<Gate> issuingSwitch() {
        return CouponSwitches.ISSUING;
    }

    @Bean
    SwitchDefinition<AutoPause> autoPauseSwitch() {
        return CouponSwitches.AUTO_PAUSE;
    }
}
