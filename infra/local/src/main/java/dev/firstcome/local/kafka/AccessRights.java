package dev.firstcome.local.kafka;

import dev.firstcome.local.access.SystemUsers;
import dev.firstcome.local.access.TopicAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.Resource;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** Converts the table of {@link TopicAccess} to ACLs of Kafka. */
final class AccessRights {
    private static final String ANY_HOST = "*";

    private AccessRights() {}

    static List<AclBinding> all() {
        List<AclBinding> rights = new ArrayList<>();
        for (TopicAccess access : TopicAccess.ALL) {
            topics(rights, access.service(), access.writes(), AclOperation.WRITE);
            topics(rights, access.service(), access.reads(), AclOperation.READ);
            topics(rights, access.service(), access.trims(), AclOperation.DELETE);
            rights.add(right(
                    access.service(),
                    new ResourcePattern(ResourceType.GROUP, access.groups(), PatternType.PREFIXED),
                    AclOperation.READ));
        }
        rights.add(auditor(ResourceType.TOPIC, ResourcePattern.WILDCARD_RESOURCE, AclOperation.READ));
        rights.add(auditor(ResourceType.TOPIC, ResourcePattern.WILDCARD_RESOURCE, AclOperation.DESCRIBE_CONFIGS));
        rights.add(auditor(ResourceType.GROUP, ResourcePattern.WILDCARD_RESOURCE, AclOperation.DESCRIBE));
        rights.add(auditor(ResourceType.CLUSTER, Resource.CLUSTER_NAME, AclOperation.DESCRIBE));
        return rights;
    }

    private static void topics(List<AclBinding> rights, String user, Set<String> topics, AclOperation operation) {
        topics.stream()
                .sorted()
                .map(topic -> new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL))
                .forEach(topic -> rights.add(right(user, topic, operation)));
    }

    private static AclBinding auditor(ResourceType type, String name, AclOperation operation) {
        return right(SystemUsers.AUDITOR, new ResourcePattern(type, name, PatternType.LITERAL), operation);
    }

    private static AclBinding right(String user, ResourcePattern resource, AclOperation operation) {
        return new AclBinding(
                resource, new AccessControlEntry("User:" + user, ANY_HOST, operation, AclPermissionType.ALLOW));
    }
}
