package dev.firstcome.platform.tokens;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * How a ticket is read that opens one stream where no header can be sent: signed as access tokens are, for an audience of
 * its own, so that neither is taken for the other, for one address, and good for half a minute. That it is used once is
 * for {@link UsedTickets} to say.
 */
public final class StreamTicketVerifier {
    /**
     * Where a service finds the ticket. The gateway takes it out of the query before anything is written of the call, and
     * takes the header out of what clients send.
     */
    public static final String HEADER = "X-Internal-Stream-Ticket";

    /** How long one is good. */
    public static final Duration LIFE = Duration.ofSeconds(30);

    /** The claim with the one path that it opens. */
    public static final String PATH = "path";

    /** The claim with the end of the access token for which it was given, in seconds since 1970. */
    public static final String UNTIL = "until";

    static final Duration CLOCK_SKEW = Duration.ofSeconds(5);

    private final NimbusJwtDecoder decoder;

    public StreamTicketVerifier(JWKSource<SecurityContext> keys, TokensProperties properties, Clock clock) {
        JwtTimestampValidator times = new JwtTimestampValidator(CLOCK_SKEW);
        times.setClock(clock);
        String audience = audience(properties);
        this.decoder = NimbusJwtDecoder.withJwkSource(keys)
                .jwsAlgorithm(SignatureAlgorithm.RS256)
                .build();
        this.decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                times,
                new JwtIssuerValidator(properties.issuer()),
                new JwtClaimValidator<List<String>>(JwtClaimNames.AUD, List.of(audience)::equals)));
    }

    /** Whom tickets are for: nobody who takes access tokens. */
    public static String audience(TokensProperties properties) {
        return properties.audience() + "/streams";
    }

    /**
     * A ticket that was verified.
     *
     * @param id by which its use is remembered
     * @param authentication the user and roles that it stands for
     */
    public record Ticket(String id, Authentication authentication) {}

    /**
     * The ticket that opens this call.
     *
     * @param path as it was asked for, not decoded
     * @throws org.springframework.security.oauth2.jwt.JwtException where it does not
     */
    public Ticket verify(String ticket, String method, String path) {
        Jwt verified = decoder.decode(ticket);
        if (!"GET".equals(method) || !path.equals(verified.getClaimAsString(PATH))) {
            throw new BadJwtException("it is for another call");
        }
        String id = verified.getId();
        if (id == null || verified.getExpiresAt() == null || !verified.hasClaim(UNTIL)) {
            throw new BadJwtException("it lacks what a ticket has");
        }
        return new Ticket(id, AccessTokens.authentication().convert(verified));
    }
}
