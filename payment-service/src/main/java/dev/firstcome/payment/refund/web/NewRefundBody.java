package dev.firstcome.payment.refund.web;

import dev.firstcome.payment.money.Money;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The body of a refund request as the OpenAPI document describes it.
 *
 * @param amount the amount to refund; null for the whole remainder
 */
record NewRefundBody(@Nullable Money amount) {
    static final Set<String> FIELDS = Arrays.stream(NewRefundBody.class.getRecordComponents())
            .map(RecordComponent::getName)
            .collect(Collectors.toUnmodifiableSet());
}
