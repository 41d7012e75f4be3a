package dev.firstcome.local.cli.operator;

import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.cli.option.DataOption;
import dev.firstcome.local.layout.Secrets;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "token",
        description = "Signs in through the gateway and prints only the access token, which expires after 15 minutes.")
public final class Token implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @ArgGroup(multiplicity = "1")
    private Account account = new Account();

    @Spec
    private @Nullable CommandSpec spec;

    /** The account that signs in. */
    static final class Account {
        @Option(names = "--operator", description = "The operator account of this platform.")
        private boolean operator;

        @Option(
                names = "--user",
                paramLabel = "EMAIL",
                description = "A user account, which is created if it does not exist.")
        private @Nullable String email;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        LocalPlatform platform = data.platform();
        PlatformDescription description = PlatformDescription.read(platform.descriptionFile());
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        try (ShopCalls shop = new ShopCalls(description.gatewayUrl())) {
            out.println(
                    account.operator
                            ? shop.signIn(
                                    description.operator().email(),
                                    description.operator().password())
                            : signIn(shop, platform, LocalUser.of(Objects.requireNonNull(account.email))));
            out.flush();
            return 0;
        }
    }

    private static String signIn(ShopCalls shop, LocalPlatform platform, LocalUser user)
            throws IOException, InterruptedException {
        String password = new Secrets(platform.layout().secrets()).password(user.secretName());
        shop.signUpIfMissing(user.email(), password);
        return shop.signIn(user.email(), password);
    }
}
