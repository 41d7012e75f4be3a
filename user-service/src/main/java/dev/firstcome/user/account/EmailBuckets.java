package dev.firstcome.user.account;

import dev.firstcome.platform.ids.Bucket;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/**
 * Maps an e-mail address to its bucket: HMAC-SHA256 of the normalised address, modulo the number of buckets. A user id
 * gets the bucket of the address at sign-up, so the address claim and the account are rows on one shard.
 */
@Component
public final class EmailBuckets {
    private static final String ALGORITHM = "HmacSHA256";
    private static final BigInteger BUCKETS = BigInteger.valueOf(Bucket.COUNT);

    private final SecretKeySpec key;

    EmailBuckets(SignUpProperties properties) {
        this.key = new SecretKeySpec(properties.key(), ALGORITHM);
    }

    public Bucket bucketOf(Email email) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] digest = mac.doFinal(email.value().getBytes(StandardCharsets.UTF_8));
            return new Bucket(new BigInteger(1, digest).mod(BUCKETS).intValue());
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException("HmacSHA256 is not available", impossible);
        }
    }
}
