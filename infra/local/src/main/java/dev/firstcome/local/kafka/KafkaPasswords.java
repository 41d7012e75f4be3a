package dev.firstcome.local.kafka;

import dev.firstcome.local.layout.LocalPlatformException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;

/** Changes users' passwords on running brokers. */
public final class KafkaPasswords {
    private static final int ITERATIONS = 4096;
    private static final int BOUND_SECONDS = 15;

    private final Map<String, String> login;

    /** @param login settings of the administrator, from {@link KafkaLogin} */
    public KafkaPasswords(Map<String, String> login) {
        this.login = login;
    }

    /** Sets the only password of the user. Connections that exist are not closed. */
    public void change(String user, String password) {
        change(Map.of(user, password));
    }

    /** Sets the only password of each user, and creates the users that do not exist. */
    public void change(Map<String, String> passwords) {
        var mechanism = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, ITERATIONS);
        List<UserScramCredentialAlteration> changes = passwords.entrySet().stream()
                .<UserScramCredentialAlteration>map(
                        user -> new UserScramCredentialUpsertion(user.getKey(), mechanism, user.getValue()))
                .toList();
        try (Admin admin = Admin.create(Map.copyOf(login))) {
            admin.alterUserScramCredentials(changes).all().get(BOUND_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw LocalPlatformException.failed(
                    "Cannot change the Kafka password of " + passwords.keySet() + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LocalPlatformException.failed(
                    "Interrupted during the change of the Kafka password of " + passwords.keySet(), e);
        }
    }
}
