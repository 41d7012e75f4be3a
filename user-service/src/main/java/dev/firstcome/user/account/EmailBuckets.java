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
 * Says in which bucket an e-mail address lives: HMAC-SHA256 of its normal form, modulo the number of buckets. A user
 * takes the address's bucket at sign-up, so the claim of the address and the account are rows of one shard.
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
            throw new IllegalStateException("every Java has HmacSHA256", impossible);
        }
    }
}
