package dev.firstcome.coupon;

import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts coupon-service. */
@SpringBootApplication
@ConfigurationPropertiesScan
@OpenAPIDefinition(
        info =
                @Info(
                        title = "FirstCome: campaigns and coupons",
                        version = "v1",
                        description =
                                "Users request coupons of campaigns; operators manage campaigns and rebuild state."))
public class CouponApplication {
    public static void main(String[] arguments) {
        SpringApplication.run(CouponApplication.class, arguments);
    }
}
