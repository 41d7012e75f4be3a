package dev.firstcome.platform.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.head;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.options;

import dev.firstcome.platform.problems.ProblemAdvice;
import dev.firstcome.platform.streams.StreamsAutoConfiguration.HeadRequestInterceptor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.RequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

class HeadRequestInterceptorTests {
    private final Handlers handlers = new Handlers();
    private final MockMvc mvc = MockMvcBuilders.standaloneSetup(handlers)
            .addInterceptors(new HeadRequestInterceptor())
            .setControllerAdvice(new ProblemAdvice())
            .build();

    @RestController
    static final class Handlers {
        private final AtomicInteger streams = new AtomicInteger();

        @GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
        void stream() {
            streams.incrementAndGet();
        }

        @GetMapping("/items")
        String items() {
            return "items";
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "text/event-stream", "text/*"})
    void headOfAStreamIsRefusedAndOpensNone(String accepted) throws Exception {
        MockHttpServletResponse answer = send(head("/events").header("Accept", accepted));

        assertThat(answer.getStatus()).isEqualTo(405);
        assertThat(answer.getHeader("Allow")).contains("GET").doesNotContain("HEAD");
        assertThat(answer.getContentType()).isEqualTo("application/problem+json");
        assertThat(answer.getContentAsString()).contains("\"code\":\"METHOD_NOT_ALLOWED\"");
        assertThat(handlers.streams).hasValue(0);
    }

    @Test
    void optionsOfAStreamOpensNone() throws Exception {
        MockHttpServletResponse answer = send(options("/events"));

        assertThat(answer.getStatus()).isEqualTo(200);
        assertThat(answer.getHeader("Allow")).contains("GET");
        assertThat(handlers.streams).hasValue(0);
    }

    @Test
    void everyOtherRequestIsServed() throws Exception {
        assertThat(send(get("/events")).getStatus()).isEqualTo(200);
        assertThat(send(head("/items")).getStatus()).isEqualTo(200);
        assertThat(handlers.streams).hasValue(1);
    }

    private MockHttpServletResponse send(RequestBuilder request) throws Exception {
        return mvc.perform(request).andReturn().getResponse();
    }
}
