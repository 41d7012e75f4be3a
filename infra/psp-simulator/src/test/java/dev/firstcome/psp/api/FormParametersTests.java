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
        form.rejectUnknown();
    }

    @Test
    void listsHaveOptionalIndexes() {
        FormParameters form = FormParameters.parse("a[0]=x&a[1]=y&b[]=1&b[]=2");

        assertThat(form.list("a")).containsExactly("x", "y");
        assertThat(form.list("b")).containsExactly("1", "2");
    }

    @Test
    void unreadParametersAreRejected() {
        FormParameters form = FormParameters.parse("amount=1&extra=2");
        assertThat(form.number("amount")).isEqualTo(1);

        RejectedRequestException rejected = catchThrowableOfType(RejectedRequestException.class, form::rejectUnknown);

        assertThat(rejected.error().param()).isEqualTo("extra");
        assertThat(rejected.error().code()).isEqualTo("parameter_unknown");
    }

    @Test
    void theCanonicalFormIgnoresTheOrder() {
        assertThat(FormParameters.parse("a=1&b=2").canonical())
                .isEqualTo(FormParameters.parse("b=2&a=1").canonical())
                .isNotEqualTo(FormParameters.parse("a=1&b=3").canonical());
    }

    @Test
    void sizesAreLimited() {
        assertThat(catchThrowableOfType(
                        RejectedRequestException.class, () -> FormParameters.parse("a[]=1&".repeat(201))))
                .isNotNull();
        FormParameters longText = FormParameters.parse("description=" + "x".repeat(1_001));
        assertThat(catchThrowableOfType(RejectedRequestException.class, () -> longText.text("description")))
                .isNotNull();
        FormParameters longValue = FormParameters.parse("metadata[a]=" + "x".repeat(501));
        assertThat(catchThrowableOfType(RejectedRequestException.class, longValue::metadata))
                .isNotNull();
    }
}
