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

/** The clients of the shop's other services. */
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
    ServiceCalls.Settings shopCalls(ShopProperties properties, HttpClient shopHttp, Shards shards) {
        return new ServiceCalls.Settings(shopHttp, properties.answerTimeout(), properties.atOnce(), shards.map());
    }

    @Bean
    Products products(ShopProperties properties, ServiceTokenIssuer tokens, ServiceCalls.Settings shopCalls) {
        return new HttpProducts(
                new ServiceCalls(CATALOG, properties.catalogService(), tokens, shopCalls),
                new ServiceCalls(CATALOG, properties.catalogService(), tokens, shopCalls),
                properties.pricesKeptFor());
    }

    @Bean
    WalletCoupons walletCoupons(ShopProperties properties, ServiceTokenIssuer tokens, ServiceCalls.Settings shopCalls) {
        return new HttpCoupons(
                new ServiceCalls(WALLET, properties.couponService(), tokens, shopCalls),
                new ServiceCalls(WALLET, properties.couponService(), tokens, shopCalls));
    }
}
