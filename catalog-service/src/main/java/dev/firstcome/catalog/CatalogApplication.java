package dev.firstcome.catalog;

import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the catalog service. */
@SpringBootApplication
@OpenAPIDefinition(
        info =
                @Info(
                        title = "FirstCome: products and stock",
                        version = "v1",
                        description = "Users browse products; operators manage products and stock."))
public class CatalogApplication {
    public static void main(String[] arguments) {
        SpringApplication.run(CatalogApplication.class, arguments);
    }
}
