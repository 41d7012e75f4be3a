package dev.firstcome.coupon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.coupon.CouponService.Answer;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.util.RawValue;

/** No value of a new campaign is truncated, converted or ignored. */
class CampaignInputIT {
    private static CouponService service;

    @BeforeAll
    static void start() {
        service = CouponService.shared();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "stock|1.5",
                "stock|\"5\"",
                "stock|9223372036854775808",
                "perUserLimit|1e0",
                "validityDays|30.0",
                "opensAt|1e100000000",
                "opensAt|1700000000",
                "closesAt|\"2200-01-01T00:00:00Z\"",
                "name|5",
                "name|\"\\ud800\"",
                "discount|{\"type\": \"AMOUNT\", \"amount\": 10.5, \"currency\": \"KRW\"}",
                "discount|{\"type\": \"AMOUNT\", \"amount\": 10, \"currency\": \"XYZ\"}",
                "discount|{\"type\": \"PERCENT\", \"percent\": 99.9}",
                "unknown|1"
            })
    void aMisreadableValueIsRejected(String field, String value) {
        Map<String, String> fields = new TreeMap<>(Map.of(
                "name", "\"a sale\"",
                "stock", "5",
                "opensAt", "\"2100-01-01T00:00:00Z\"",
                "closesAt", "\"2100-01-02T00:00:00Z\"",
                "discount", "{\"type\": \"PERCENT\", \"percent\": 10}",
                "validityDays", "30",
                "reason", "\"a test\""));
        fields.put(field, value);
        String body = fields.entrySet().stream()
                .map(entry -> "\"" + entry.getKey() + "\": " + entry.getValue())
                .collect(Collectors.joining(", ", "{", "}"));

        Answer rejected = service.post("/ops/campaigns", service.operator(), new RawValue(body), Map.of());

        assertThat(rejected.status()).as("%s", rejected.body()).isEqualTo(400);
        assertThat(rejected.text("code")).isIn("BAD_REQUEST", "INVALID_FIELD");
    }
}
