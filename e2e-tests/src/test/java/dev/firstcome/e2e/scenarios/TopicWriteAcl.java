package dev.firstcome.e2e.scenarios;

import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.access.SystemUsers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** Denies a service the WRITE operation on a topic for a while. {@link #close()} restores the permission. */
final class TopicWriteAcl implements AutoCloseable {
    private final Admin admin;
    private final AclBinding denial;

    TopicWriteAcl(PlatformDescription.Kafka kafka, String service, String topic) {
        this.admin = Admin.create(Map.copyOf(kafka.settings(SystemUsers.ADMIN)));
        this.denial = new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                new AccessControlEntry("User:" + service, "*", AclOperation.WRITE, AclPermissionType.DENY));
    }

    void deny() throws Exception {
        admin.createAcls(List.of(denial)).all().get(10, TimeUnit.SECONDS);
    }

    void allow() throws Exception {
        admin.deleteAcls(List.of(denial.toFilter())).all().get(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws Exception {
        allow();
        admin.close(Duration.ofSeconds(5));
    }
}
