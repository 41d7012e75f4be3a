package dev.firstcome.local.cli.operator;

import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.access.EmergencyToken;
import dev.firstcome.local.layout.LocalPlatformException;
import dev.firstcome.local.layout.Secrets;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;

/** Gets an operator's token from the account, or signs one with the machine's key while user-service is unavailable. */
final class OperatorSignIn {
    private OperatorSignIn() {}

    /** @param notes receives a line if user-service is unavailable */
    static String token(ShopCalls shop, LocalPlatform platform, PlatformDescription description, PrintWriter notes)
            throws IOException, InterruptedException {
        ShopCalls.Answer answer = shop.trySignIn(
                description.operator().email(), description.operator().password());
        if (answer.status() == 200) {
            return answer.body().path("accessToken").asString();
        }
        if (!answer.isUnavailable()) {
            throw LocalPlatformException.failed("Signing in as the operator failed: " + answer.detail());
        }
        notes.println("user-service is unavailable (" + answer.detail() + "): using a token"
                + " signed with this machine's key.");
        return EmergencyToken.of(new Secrets(platform.layout().secrets()), Instant.now());
    }
}
