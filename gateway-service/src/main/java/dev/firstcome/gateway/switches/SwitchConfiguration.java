package dev.firstcome.gateway.switches;

import dev.firstcome.contracts.switches.CouponSwitches;
import dev.firstcome.contracts.switches.CouponSwitches.AutoPause;
import dev.firstcome.contracts.switches.Gate;
import dev.firstcome.contracts.switches.PaymentSwitches;
import dev.firstcome.contracts.switches.SwitchDefinition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The switches that operators can list and change, also while the services that read them are unavailable. */
@Configuration(proxyBeanMethods = false)
class SwitchConfiguration {
    @Bean
    SwitchDefinition<Gate> couponRequestsSwitch() {
        return CouponSwitches.REQUESTS;
    }

    @Bean
    SwitchDefinition<Gate> couponIssuingSwitch() {
        return CouponSwitches.ISSUING;
    }

    @Bean
    SwitchDefinition<AutoPause> couponAutoPauseSwitch() {
        return CouponSwitches.AUTO_PAUSE;
    }

    @Bean
    SwitchDefinition<Gate> paymentsSwitch() {
        return PaymentSwitches.PAYMENTS;
    }
}
