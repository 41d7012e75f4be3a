package dev.firstcome.user;

import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the user service. */
@SpringBootApplication
@ConfigurationPropertiesScan
@OpenAPIDefinition(
        info =
                @Info(
                        title = "FirstCome: accounts and sessions",
                        version = "v1",
                        description = "Users sign up, sign in and read their messages."))
public class UserApplication {
    public static void main(String[] arguments) {
        SpringApplication.run(UserApplication.class, arguments);
    }
}
