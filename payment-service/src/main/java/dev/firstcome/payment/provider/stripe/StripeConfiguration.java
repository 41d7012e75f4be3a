package dev.firstcome.payment.provider.stripe;

import com.stripe.StripeClient;
import dev.firstcome.payment.provider.Provider;
import dev.firstcome.payment.provider.WebhookEventReader;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpClient;
import java.util.concurrent.ExecutorService;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Configures the Stripe adapter. */
@Configuration(proxyBeanMethods = false)
class StripeConfiguration {
    @Bean
    ProviderGuard providerGuard(StripeProperties properties, MeterRegistry meters) {
        return new ProviderGuard(properties, meters);
    }

    @Bean(destroyMethod = "shutdownNow")
    HttpClient providerHttp(StripeProperties properties, ExecutorService shopCallsExecutor) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(properties.connectTimeout())
                .executor(shopCallsExecutor)
                .build();
    }

    @Bean
    WebhookEventReader webhookEventReader(StripeProperties properties) {
        return new StripeWebhookEventReader(properties);
    }

    /** Disables the library's retries: only the schedule of payments and refunds retries a call. */
    @Bean
    Provider provider(StripeProperties properties, ProviderGuard guard, HttpClient providerHttp) {
        StripeClient client = StripeClient.builder()
                .setApiKey(properties.secretKey())
                .setApiBase(properties.apiBase().toString())
                .setMaxNetworkRetries(0)
                .setHttpClient(new StripeHttpClient(providerHttp, properties.answerTimeout()))
                .build();
        return new StripeProvider(client, guard);
    }
}
