package dev.firstcome.psp.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FormParametersTests {
    @Test
    void valuesAreDecoded() {
        FormParameters form = FormParameters.parse("description=50%25+off&metadata[%ED%82%B4]=%EA%B0%92&metadata[b]=");

        assertThat(form.text("description")).isEqualTo("50% off");
        assertThat(form.metadata()).isEqualTo(Map.of("킴", "값"));
        form.done();
    }

    @Test
    void listsComeWithAndWithoutPlaces() {
        FormParameters form = FormParameters.parse("a[0]=x&a[1]=y&b[]=1&b[]=2");

        assertThat(form.list("a")).containsExactly("x", "y");
        assertThat(form.list("b")).containsExactly("1", "2");
    }

    @Test
    void whatNobodyTookIsUnknown() {
        FormParameters form = FormParameters.parse("amount=1&extra=2");
        assertThat(form.number("amount")).isEqualTo(1);

        BadCall refused = catchThrowableOfType(BadCall.class, form::done);

        assertThat(refused.problem().param()).isEqualTo("extra");
        assertThat(refused.problem().code()).isEqualTo("parameter_unknown");
    }

    @Test
    void orderDoesNotMatterToTheCanonicalForm() {
        assertThat(FormParameters.parse("a=1&b=2").canonical())
                .isEqualTo(FormParameters.parse("b=2&a=1").canonical())
                .isNotEqualTo(FormParameters.parse("a=1&b=3").canonical());
    }

    @Test
    void thereAreBounds() {
        assertThat(catchThrowableOfType(BadCall.class, () -> FormParameters.parse("a[]=1&".repeat(201))))
                .isNotNull();
        FormParameters longText = FormParameters.parse("description=" + "x".repeat(1_001));
        assertThat(catchThrowableOfType(BadCall.class, () -> longText.text("description")))
                .isNotNull();
        FormParameters longValue = FormParameters.parse("metadata[a]=" + "x".repeat(501));
        assertThat(catchThrowableOfType(BadCall.class, longValue::metadata)).isNotNull();
    }
}
