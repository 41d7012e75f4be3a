package dev.firstcome.platform.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.properties.CanBeAnnotated;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.firstcome.platform.openapi.ProblemCodes;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

/**
 * The architecture rules of all services. The tests of a service extend this class with the name of its package. A rule about
 * code that a service does not have passes, but a service without classes fails.
 */
public abstract class ArchitectureRules {
    private final String root;
    private final JavaClasses code;

    /** @param root the service's package, such as {@code dev.firstcome.coupon} */
    protected ArchitectureRules(String root) {
        this.root = root;
        this.code = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(root);
    }

    @Test
    void theServiceHasClasses() {
        assertThat(code).isNotEmpty();
    }

    @Test
    void featuresHaveNoCycles() {
        check(slices().matching(root + ".(*)..").should().beFreeOfCycles());
    }

    @Test
    void aServiceDependsOnNoOtherService() {
        DescribedPredicate<JavaClass> foreign = DescribedPredicate.describe(
                "belong to another service",
                type -> type.getPackageName().startsWith("dev.firstcome.")
                        && !(type.getPackageName() + ".").startsWith(root + ".")
                        && !type.getPackageName().startsWith("dev.firstcome.platform")
                        && !type.getPackageName().startsWith("dev.firstcome.contracts"));
        check(noClasses().should().dependOnClassesThat(foreign));
    }

    /** The root of a feature depends on no technology: it declares ports. */
    @Test
    void featureRootsKnowNoTechnology() {
        DescribedPredicate<JavaClass> featureRoot = DescribedPredicate.describe(
                "are in a feature's root",
                type -> type.getPackageName().matches(root.replace(".", "\\.") + "\\.[a-z]+"));
        check(noClasses()
                .that(featureRoot)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.kafka..",
                        "org.springframework.kafka..",
                        "org.springframework.data..",
                        "io.lettuce..",
                        "org.springframework.web..",
                        "org.springframework.http..",
                        "org.springframework.jdbc..",
                        "java.sql..",
                        "jakarta.persistence..",
                        "jakarta.servlet.."));
        check(noClasses().that(featureRoot).should().dependOnClassesThat(areOfHibernate()));
    }

    private static DescribedPredicate<JavaClass> areOfHibernate() {
        return DescribedPredicate.describe(
                "belong to Hibernate ORM",
                type -> (type.getPackageName() + ".").startsWith("org.hibernate.")
                        && !type.getPackageName().startsWith("org.hibernate.validator"));
    }

    /** Entities stay behind their port: only the store package depends on them and on Hibernate. */
    @Test
    void onlyStoresKnowHibernate() {
        check(noClasses().that().resideOutsideOfPackage("..store..").should().dependOnClassesThat(areOfHibernate()));
        check(noClasses()
                .that()
                .resideOutsideOfPackage("..store..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.persistence.."));
    }

    @Test
    void entitiesArePackagePrivate() {
        // by name: services without Hibernate do not have these annotations on their class path
        check(classes()
                .that()
                .areAnnotatedWith("jakarta.persistence.Entity")
                .should()
                .bePackagePrivate());
        check(classes()
                .that()
                .areAnnotatedWith("jakarta.persistence.Embeddable")
                .should()
                .bePackagePrivate());
    }

    /** Redis is accessed through Spring Data Redis. Only configuration and the named classes use Lettuce itself. */
    @Test
    void onlyNamedClassesUseLettuce() {
        Set<String> named = classesThatUseLettuce();
        DescribedPredicate<JavaClass> unnamed = DescribedPredicate.describe(
                "are neither configuration nor among " + named,
                type -> !type.isAnnotatedWith(Configuration.class) && !named.contains(type.getName()));
        check(noClasses().that(unnamed).should().dependOnClassesThat().resideInAPackage("io.lettuce.."));
        assertThat(named)
                .allSatisfy(name -> assertThat(code.get(name).getDirectDependenciesFromSelf())
                        .as("%s no longer uses Lettuce", name)
                        .anyMatch(dependency ->
                                dependency.getTargetClass().getPackageName().startsWith("io.lettuce")));
    }

    /** Returns the names of the classes on a measured path that use Lettuce itself. A service may override this. */
    protected Set<String> classesThatUseLettuce() {
        return Set.of();
    }

    /** A service appends events to the outbox, and only the platform publishes them. */
    @Test
    void onlyThePlatformUsesDebezium() {
        check(noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.debezium..", "org.apache.kafka.connect.."));
    }

    @Test
    void adaptersAreNotPublic() {
        DescribedPredicate<JavaClass> adapter = DescribedPredicate.describe(
                "are in an adapter's package",
                type -> type.getPackageName().matches(root.replace(".", "\\.") + "\\.[a-z]+\\.[a-z]+")
                        && !type.isNestedClass()
                        && !type.getSimpleName().equals("package-info"));
        check(classes().that(adapter).should().notBePublic());
    }

    @Test
    void namesAreSpecific() {
        check(noClasses().should().haveNameMatching(".*(Impl|Utils?|Helper|Manager|DTO|Dto)"));
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(code.stream().map(JavaClass::getPackage).distinct())
                .allMatch(unit -> unit.isAnnotatedWith(NullMarked.class));
    }

    @Test
    void fieldsAreNotInjected() {
        check(noFields().should().beAnnotatedWith(Autowired.class));
        check(noFields().should().beAnnotatedWith(Value.class));
    }

    @Test
    void timeIsReadFromAClock() {
        check(noClasses().should().callMethod(Instant.class, "now"));
        check(noClasses().should().callConstructor(Date.class));
    }

    @Test
    void waitsAreNotSleeps() {
        check(noClasses().should().callMethod(Thread.class, "sleep", long.class));
        check(noClasses().should().callMethod(Thread.class, "sleep", Duration.class));
    }

    /** The OpenAPI document shows the text of each code as its meaning. */
    @Test
    void declaredProblemCodesHaveTexts() throws IOException {
        Properties texts = new Properties();
        for (String name : List.of("platform-problems.properties", "problems.properties")) {
            ClassPathResource resource = new ClassPathResource(name);
            if (resource.exists()) {
                texts.putAll(PropertiesLoaderUtils.loadProperties(resource));
            }
        }
        Stream<ProblemCodes> declared = Stream.concat(
                code.stream()
                        .filter(ArchitectureRules::declaresCodes)
                        .flatMap(type -> Stream.of(type.reflect().getAnnotationsByType(ProblemCodes.class))),
                code.stream()
                        .flatMap(type -> type.getMethods().stream())
                        .filter(ArchitectureRules::declaresCodes)
                        .flatMap(method -> Stream.of(method.reflect().getAnnotationsByType(ProblemCodes.class))));
        assertThat(declared.flatMap(codes -> Stream.of(codes.value())).distinct())
                .allSatisfy(one -> assertThat(texts).containsKey("problem." + one));
    }

    private static boolean declaresCodes(CanBeAnnotated element) {
        return element.isAnnotatedWith(ProblemCodes.class) || element.isAnnotatedWith(ProblemCodes.All.class);
    }

    private void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(code);
    }
}
