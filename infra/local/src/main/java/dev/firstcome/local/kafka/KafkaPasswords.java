package dev.firstcome.local.kafka;

import dev.firstcome.local.layout.LocalFailure;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;

/** Changes users' passwords on running brokers. */
public final class KafkaPasswords {
    private static final int ITERATIONS = 4096;
    private static final int BOUND_SECONDS = 15;

    private final Map<String, String> login;

    /** @param login settings of the admin, of {@link KafkaLogin} */
    public KafkaPasswords(Map<String, String> login) {
        this.login = login;
    }

    /** From now on the user may come with this password only. Who is connected stays so. */
    public void change(String user, String password) {
        var mechanism = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, ITERATIONS);
        try (Admin admin = Admin.create(Map.copyOf(login))) {
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(user, mechanism, password)))
                    .all()
                    .get(BOUND_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw LocalFailure.failed("The password of " + user + " for Kafka could not be changed: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LocalFailure.failed("Interrupted while the password of " + user + " was changed", e);
        }
    }
}
