package dev.firstcome.user.password;

import java.util.concurrent.Semaphore;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** As many hashes at a time as there are cores: one more would only make all of them slower. Who came first goes first. */
@Configuration(proxyBeanMethods = false)
class PasswordConfiguration {
    @Bean
    PasswordHashes passwordHashes(PasswordProperties properties) {
        return new PasswordHashes(properties, new Semaphore(Runtime.getRuntime().availableProcessors(), true));
    }
}
