package dev.firstcome.local.cli.platform;

import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.cli.help.DescribesValues;
import dev.firstcome.local.cli.option.DataOption;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.local.service.ServiceProperties;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "rotate",
        description = {
            "Replaces credentials of a running platform.",
            "A service gets new passwords for Kafka, Redis and Postgres and a new key for its service tokens. It is"
                    + " restarted, and the old credentials are refused. coupon-service also gets a new key that signs"
                    + " proofs; proofs of the old key remain valid.",
            "user-tokens creates a new key that signs the tokens of users. Nothing is restarted, and tokens of the old"
                    + " key remain valid until they expire."
        })
public final class Rotate implements Callable<Integer>, DescribesValues {
    private static final String USER_TOKENS = "user-tokens";

    @Mixin
    private DataOption data = new DataOption();

    @Parameters(paramLabel = "NAME", description = "The name of a service, or user-tokens.")
    private String name = "";

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public String valuesHeading() {
        return "Names:";
    }

    @Override
    public SequencedMap<String, String> describedValues() {
        SequencedMap<String, String> names = new LinkedHashMap<>();
        ServiceDefinition.ALL.forEach(service -> names.put(
                service.name(),
                service.name().equals(ServiceDefinition.COUPON)
                        ? "its passwords, its service token key and the key that signs proofs"
                        : "its passwords and its service token key"));
        names.put(USER_TOKENS, "the key that signs the tokens of users");
        return names;
    }

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        LocalPlatform platform = data.platform();
        if (name.equals(USER_TOKENS)) {
            out.printf(
                    "The key %s will sign the tokens of users in %d s%n",
                    platform.rotateTokenKeys(), ServiceProperties.TOKEN_KEY_SIGNS_AFTER.toSeconds());
        } else {
            platform.rotate(name);
            out.println(name + " has new credentials; the old ones are refused.");
        }
        out.flush();
        return 0;
    }
}
