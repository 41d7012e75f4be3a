package dev.firstcome.coupon.log;

import dev.firstcome.contracts.coupon.IssueRequested;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request in exactly the form that the intake writes: its order of fields, no white space, no escapes, ids in
 * lower case. Nearly every record of a sale is one, and binding it costs more than all the rest of its decision.
 * Anything else is left to the binding; what is read here, the binding reads alike.
 */
final class WrittenRequest {
    private static final byte[] CAMPAIGN = ascii("{\"campaignId\":\"");
    private static final byte[] USER = ascii("\",\"userId\":\"");
    private static final byte[] CLIENT = ascii("\",\"clientId\":\"");
    private static final byte[] SEGMENTS = ascii("\",\"segments\":[");
    private static final byte[] ADMISSION = ascii("],\"admissionId\":\"");
    private static final byte[] SALT = ascii("\",\"salt\":\"");
    private static final byte[] TIME = ascii("\",\"intakeTime\":\"");
    private static final byte[] END = ascii("\"}");

    private WrittenRequest() {}

    /** The request; null if it is not in this form, or its key is not its campaign's id. */
    static @Nullable IssueRequested read(byte[] key, byte[] body) {
        AsciiReader reader = new AsciiReader(body);
        reader.expect(CAMPAIGN);
        if (key.length != AsciiReader.UUID_TEXT || !reader.isNext(key)) {
            return null;
        }
        UUID campaign = reader.uuid();
        reader.expect(USER);
        UUID user = reader.uuid();
        reader.expect(CLIENT);
        String client = reader.text();
        reader.expect(SEGMENTS);
        List<String> segments = reader.texts();
        reader.expect(ADMISSION);
        UUID admission = reader.uuid();
        reader.expect(SALT);
        String salt = reader.text();
        reader.expect(TIME);
        Instant time = reader.instant();
        reader.expect(END);
        return reader.isWhole() ? new IssueRequested(campaign, user, client, segments, admission, salt, time) : null;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
