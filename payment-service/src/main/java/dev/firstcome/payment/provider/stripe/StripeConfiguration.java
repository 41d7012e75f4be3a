package dev.firstcome.payment.provider.stripe;

import com.stripe.StripeClient;
import dev.firstcome.payment.provider.NoticeReader;
import dev.firstcome.payment.provider.Provider;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpClient;
import java.util.concurrent.ExecutorService;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The provider's beans. */
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
    NoticeReader noticeReader(StripeProperties properties) {
        return new StripeNotices(properties);
    }

    /** Without retries of its own: who repeats a call of the provider is the payment's schedule, and nobody else. */
    @Bean
    Provider provider(StripeProperties properties, ProviderGuard guard, HttpClient providerHttp) {
        StripeClient client = StripeClient.builder()
                .setApiKey(properties.secretKey())
                .setApiBase(properties.apiBase().toString())
                .setMaxNetworkRetries(0)
                .setHttpClient(new StripeHttp(providerHttp, properties.answerTimeout()))
                .build();
        return new StripeProvider(client, guard);
    }
}
