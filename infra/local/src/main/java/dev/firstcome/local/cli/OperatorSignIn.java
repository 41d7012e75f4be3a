package dev.firstcome.local.cli;

import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.access.EmergencyToken;
import dev.firstcome.local.layout.LocalFailure;
import dev.firstcome.local.layout.Secrets;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;

/** The operator's token: of the account, or, while accounts are away, of this machine's own key. */
final class OperatorSignIn {
    private OperatorSignIn() {}

    /** @param notes where it says that accounts are away */
    static String token(ShopCalls shop, LocalPlatform platform, PlatformDescription description, PrintWriter notes)
            throws IOException, InterruptedException {
        ShopCalls.Answer answer = shop.trySignIn(
                description.operator().email(), description.operator().password());
        if (answer.status() == 200) {
            return answer.body().path("accessToken").asString();
        }
        if (!answer.isAway()) {
            throw LocalFailure.failed("Signing in as the operator failed: " + answer.detail());
        }
        notes.println("Accounts are away (" + answer.detail() + "): acting by this machine's own key.");
        return EmergencyToken.of(new Secrets(platform.layout().secrets()), Instant.now());
    }
}
