package dev.firstcome.payment;

import dev.firstcome.contracts.switches.Gate;
import dev.firstcome.contracts.switches.PaymentSwitches;
import dev.firstcome.contracts.switches.SwitchDefinition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The switch that this service reads. The gateway declares the same definition, to change it. */
@Configuration(proxyBeanMethods = false)
class PaymentSwitchConfiguration {
    @Bean
    SwitchDefinition<Gate> paymentsSwitch() {
        return PaymentSwitches.PAYMENTS;
    }
}
