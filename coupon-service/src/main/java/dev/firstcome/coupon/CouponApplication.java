package dev.firstcome.coupon;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts coupon-service. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class CouponApplication {
    public static void main(String[] arguments) {
        SpringApplication.run(CouponApplication.class, arguments);
    }
}
