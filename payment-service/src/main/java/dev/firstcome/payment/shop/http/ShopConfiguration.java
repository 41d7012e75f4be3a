package dev.firstcome.payment.shop.http;

import dev.firstcome.payment.shop.Products;
import dev.firstcome.payment.shop.ShopProperties;
import dev.firstcome.payment.shop.WalletCoupons;
import dev.firstcome.platform.shards.Shards;
import dev.firstcome.platform.tokens.ServiceTokenIssuer;
import java.net.http.HttpClient;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Configures the clients of the catalog and the wallet. */
@Configuration(proxyBeanMethods = false)
class ShopConfiguration {
    private static final String CATALOG = "catalog-service";
    private static final String WALLET = "coupon-service";

    @Bean(destroyMethod = "shutdownNow")
    ExecutorService shopCallsExecutor() {
        return Executors.newVirtualThreadPerTaskExecutor();
    }

    @Bean(destroyMethod = "shutdownNow")
    HttpClient shopHttp(ShopProperties properties, ExecutorService shopCallsExecutor) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(properties.connectTimeout())
                .executor(shopCallsExecutor)
                .build();
    }

    @Bean
    ServiceClient.Settings serviceClientSettings(ShopProperties properties, HttpClient shopHttp, Shards shards) {
        return new ServiceClient.Settings(shopHttp, properties.answerTimeout(), properties.atOnce(), shards.map());
    }

    @Bean
    Products products(ShopProperties properties, ServiceTokenIssuer tokens, ServiceClient.Settings settings) {
        return new HttpProducts(
                new ServiceClient(CATALOG, properties.catalogService(), tokens, settings),
                new ServiceClient(CATALOG, properties.catalogService(), tokens, settings),
                properties.pricesKeptFor());
    }

    @Bean
    WalletCoupons walletCoupons(ShopProperties properties, ServiceTokenIssuer tokens, ServiceClient.Settings settings) {
        return new HttpCoupons(
                new ServiceClient(WALLET, properties.couponService(), tokens, settings),
                new ServiceClient(WALLET, properties.couponService(), tokens, settings));
    }
}
