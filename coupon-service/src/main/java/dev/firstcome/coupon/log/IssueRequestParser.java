package dev.firstcome.coupon.log;

import dev.firstcome.contracts.coupon.log.IssueRequested;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Parses an issue request in the exact form that the intake writes: fixed field order, no white space, no escapes, and
 * lower-case ids. Nearly all records have this form, and JSON binding would cost more than the rest of their
 * processing. Other forms return null and are bound by {@link LogFormat}; both ways return the same record.
 */
final class IssueRequestParser {
    private static final byte[] CAMPAIGN = ascii("{\"campaignId\":\"");
    private static final byte[] USER = ascii("\",\"userId\":\"");
    private static final byte[] CLIENT = ascii("\",\"clientId\":\"");
    private static final byte[] SEGMENTS = ascii("\",\"segments\":[");
    private static final byte[] ADMISSION = ascii("],\"admissionId\":\"");
    private static final byte[] SALT = ascii("\",\"salt\":\"");
    private static final byte[] TIME = ascii("\",\"intakeTime\":\"");
    private static final byte[] END = ascii("\"}");

    private IssueRequestParser() {}

    /** Returns the request; null if it has another form, or its key is not the campaign id. */
    static @Nullable IssueRequested parse(byte[] key, byte[] body) {
        AsciiReader reader = new AsciiReader(body);
        reader.expect(CAMPAIGN);
        if (key.length != AsciiReader.UUID_LENGTH || !reader.isNext(key)) {
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
        return reader.isValid() ? new IssueRequested(campaign, user, client, segments, admission, salt, time) : null;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
