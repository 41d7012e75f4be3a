package dev.firstcome.gateway.ingress.web;

import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.netty.NettyPipeline;

/** Configures the HTTP server of the gateway. */
@Configuration(proxyBeanMethods = false)
class NettyServerConfiguration {
    private static final String HANDLER = "firstcome.malformed-requests";

    @Bean
    NettyServerCustomizer malformedRequests(ProblemWriter problems) {
        return server -> server.doOnChannelInit((observer, channel, address) ->
                channel.pipeline().addAfter(NettyPipeline.HttpCodec, HANDLER, new MalformedRequestHandler(problems)));
    }
}
