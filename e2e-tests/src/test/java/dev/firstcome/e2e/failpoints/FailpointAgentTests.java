package dev.firstcome.e2e.failpoints;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;

class FailpointAgentTests {
    @Test
    void onlyTheNamedMethodPassesTheFailpoint() throws Exception {
        FailpointAgent agent = new FailpointAgent(new Failpoint(Victim.class.getName(), "counted", 99));
        Class<?> transformed = new TransformedClassLoader(agent.instrument(bytes())).victim();
        Object victim = transformed.getDeclaredConstructor().newInstance();
        Method counted = transformed.getDeclaredMethod("counted", int.class);
        Method other = transformed.getDeclaredMethod("other");
        long before = Failpoints.calls();

        assertThat(counted.invoke(victim, 7)).isEqualTo("more");
        assertThat(counted.invoke(victim, -7)).isEqualTo("less");
        assertThat(other.invoke(victim)).isEqualTo("other");

        assertThat(Failpoints.calls() - before).isEqualTo(2);
    }

    @Test
    void otherClassesStayUnchanged() throws Exception {
        FailpointAgent agent = new FailpointAgent(new Failpoint("some.Other", "counted", 1));

        assertThat(agent.transform(
                        null, "dev/firstcome/Victim", null, getClass().getProtectionDomain(), bytes()))
                .isNull();
    }

    private static byte[] bytes() throws IOException {
        String file = "/" + Victim.class.getName().replace('.', '/') + ".class";
        try (InputStream in = FailpointAgentTests.class.getResourceAsStream(file)) {
            assertThat(in).isNotNull();
            return in.readAllBytes();
        }
    }

    /** Has a branch, so that the transformed code needs stack map frames. */
    public static class Victim {
        public String counted(int number) {
            return number > 0 ? "more" : "less";
        }

        public String other() {
            return "other";
        }
    }

    private static final class TransformedClassLoader extends ClassLoader {
        private final byte[] code;

        TransformedClassLoader(byte[] code) {
            super(MethodHandles.lookup().lookupClass().getClassLoader());
            this.code = code;
        }

        Class<?> victim() {
            return defineClass(Victim.class.getName(), code, 0, code.length);
        }
    }
}
