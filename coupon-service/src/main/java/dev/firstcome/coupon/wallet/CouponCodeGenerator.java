package dev.firstcome.coupon.wallet;

import java.security.SecureRandom;
import org.springframework.stereotype.Component;

/** Generates the codes that users present at the till: 16 characters of Crockford base 32, which are 80 random bits. */
@Component
public final class CouponCodeGenerator {
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int LENGTH = 16;

    private final SecureRandom random = new SecureRandom();

    public String next() {
        byte[] bytes = new byte[LENGTH];
        random.nextBytes(bytes);
        StringBuilder code = new StringBuilder(LENGTH);
        for (byte b : bytes) {
            code.append(ALPHABET.charAt(b & 31));
        }
        return code.toString();
    }
}
