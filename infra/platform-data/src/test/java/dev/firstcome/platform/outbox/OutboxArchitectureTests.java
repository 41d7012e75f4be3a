package dev.firstcome.platform.outbox;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.firstcome.platform.inbox.InboxAutoConfiguration;
import org.junit.jupiter.api.Test;

/** Debezium and Kafka Connect stay inside the classes that run the engine. */
class OutboxArchitectureTests {
    private static final String[] ENGINE_PACKAGES = {"io.debezium..", "org.apache.kafka.connect.."};

    private final JavaClasses code = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.firstcome.platform");

    @Test
    void onlyTheEngineUsesDebezium() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(
                        OutboxEngine.class,
                        ChangeRecords.class,
                        OutboxAutoConfiguration.class,
                        InboxAutoConfiguration.class)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ENGINE_PACKAGES)
                .check(code);
    }

    @Test
    void theEngineUsesDebezium() {
        classes()
                .that()
                .haveFullyQualifiedName(OutboxEngine.class.getName())
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ENGINE_PACKAGES)
                .check(code);
    }

    /** The engine delivers rows. Only the publisher sends and deletes them. */
    @Test
    void theEngineKnowsNeitherTheProducerNorTheTable() {
        noClasses()
                .that()
                .belongToAnyOf(OutboxEngine.class, ChangeRecords.class)
                .should()
                .dependOnClassesThat(
                        equivalentTo(OutboxTable.class).or(belongToAnyOf(EventProducer.class, OutboxPublisher.class)))
                .check(code);
    }
}
