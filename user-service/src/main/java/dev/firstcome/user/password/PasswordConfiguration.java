package dev.firstcome.user.password;

import java.util.concurrent.Semaphore;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Limits concurrent hashes to the number of cores, in arrival order. More would only slow down all of them. */
@Configuration(proxyBeanMethods = false)
class PasswordConfiguration {
    @Bean
    PasswordHasher passwordHasher(PasswordProperties properties) {
        return new PasswordHasher(properties, new Semaphore(Runtime.getRuntime().availableProcessors(), true));
    }
}
