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
    void aShareIsRoundedDown(int percent, long price, long off) {
        assertThat(new Discount(Type.PERCENT, null, null, percent).off(new Money(price, "KRW")))
                .isEqualTo(off);
    }

    @ParameterizedTest
    @CsvSource({"500,1000,500", "1000,1000,1000", "5000,1000,1000"})
    void anAmountIsNeverMoreThanThePrice(long amount, long price, long off) {
        assertThat(new Discount(Type.AMOUNT, amount, "KRW", null).off(new Money(price, "KRW")))
                .isEqualTo(off);
    }

    @Test
    void anAmountInAnotherCurrencyTakesNothingOff() {
        Discount dollars = new Discount(Type.AMOUNT, 5L, "USD", null);

        assertThat(dollars.fits("KRW")).isFalse();
        assertThat(dollars.fits("USD")).isTrue();
        assertThatThrownBy(() -> dollars.off(new Money(100, "KRW"))).isInstanceOf(IllegalArgumentException.class);
    }
}
