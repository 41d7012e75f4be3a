package dev.firstcome.payment.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.payment.money.Discount.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiscountTests {
    @ParameterizedTest
    @CsvSource({"10,1000,100", "15,999,149", "33,100,33", "1,99,0", "100,12345,12345", "99,99999999,98999999"})
    void aPercentDiscountIsRoundedDown(int percent, long price, long discount) {
        assertThat(new Discount(Type.PERCENT, null, null, percent).amountFor(new Money(price, "KRW")))
                .isEqualTo(discount);
    }

    @ParameterizedTest
    @CsvSource({"500,1000,500", "1000,1000,1000", "5000,1000,1000"})
    void aFixedDiscountIsAtMostThePrice(long amount, long price, long discount) {
        assertThat(new Discount(Type.AMOUNT, amount, "KRW", null).amountFor(new Money(price, "KRW")))
                .isEqualTo(discount);
    }

    @Test
    void aFixedDiscountDoesNotApplyToAnotherCurrency() {
        Discount dollars = new Discount(Type.AMOUNT, 5L, "USD", null);

        assertThat(dollars.appliesTo("KRW")).isFalse();
        assertThat(dollars.appliesTo("USD")).isTrue();
        assertThatThrownBy(() -> dollars.amountFor(new Money(100, "KRW"))).isInstanceOf(IllegalArgumentException.class);
    }
}
