package dev.firstcome.payment;

import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the payment service. */
@SpringBootApplication
@ConfigurationPropertiesScan
@OpenAPIDefinition(
        info =
                @Info(
                        title = "FirstCome: checkout and payments",
                        version = "v1",
                        description = "Users pay for products and get refunds; operators audit the money."))
public class PaymentApplication {
    public static void main(String[] arguments) {
        SpringApplication.run(PaymentApplication.class, arguments);
    }
}
