package dev.firstcome.platform;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;

/** The rules of the three platform modules. This module depends on the others, so it checks all of them. */
class PlatformArchitectureTests {
    private static final String ROOT = "dev.firstcome.platform.";
    private static final Map<String, Set<String>> MODULES = Map.of(
            "platform-data",
            Set.of("startup", "scheduling", "ids", "shards", "entities", "events", "inbox", "outbox"),
            "platform-web",
            Set.of("problems", "web", "tokens", "openapi", "streams", "deadlines"),
            "platform-operations",
            Set.of("publisher", "alerts", "audit", "switches", "deadletters"));
    private static final int TYPES_PER_MODULE_MAX = 45;
    private static final int TYPES_PER_PACKAGE_MAX = 15;
    private static final int CONSTRUCTOR_PARAMETERS_MAX = 7;

    /** The names of the services. A user of the system is no service, so {@code CurrentUser} is allowed. */
    private static final Pattern SERVICE_NAME = Pattern.compile(".*(Coupon|Payment|Catalog|Gateway|UserService).*");

    private final JavaClasses code = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar")) // test support of the other modules
            .importPackages("dev.firstcome.platform");

    @Test
    void eachPackageBelongsToAModule() {
        Set<String> known = MODULES.values().stream().flatMap(Set::stream).collect(Collectors.toSet());

        assertThat(features(topLevelTypes())).isEqualTo(known);
    }

    @Test
    void noTypeNamesAService() {
        assertThat(code.stream().map(JavaClass::getSimpleName))
                .noneMatch(name -> SERVICE_NAME.matcher(name).matches());
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.firstcome.coupon..",
                        "dev.firstcome.payment..",
                        "dev.firstcome.catalog..",
                        "dev.firstcome.user..",
                        "dev.firstcome.gateway..",
                        "dev.firstcome.contracts.coupon..",
                        "dev.firstcome.contracts.payment..",
                        "dev.firstcome.contracts.catalog..",
                        "dev.firstcome.contracts.user..")
                .check(code);
        noClasses()
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "define the switches of a service",
                        type -> type.getPackageName().equals("dev.firstcome.contracts.switches")
                                && SERVICE_NAME.matcher(type.getName()).matches()))
                .check(code);
    }

    @Test
    void dataDependsOnNoOtherModule() {
        noClasses()
                .that()
                .resideInAnyPackage(packagesOf("platform-data"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packagesOf("platform-web", "platform-operations"))
                .check(code);
    }

    @Test
    void webDoesNotDependOnOperations() {
        noClasses()
                .that()
                .resideInAnyPackage(packagesOf("platform-web"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packagesOf("platform-operations"))
                .check(code);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.firstcome.platform.(*)..")
                .should()
                .beFreeOfCycles()
                .check(code);
    }

    @Test
    void modulesAndPackagesHaveALimitedNumberOfTypes() {
        List<JavaClass> types = topLevelTypes();
        MODULES.forEach((module, features) -> assertThat(
                        types.stream().filter(type -> features.contains(featureOf(type))))
                .as(module)
                .hasSizeLessThanOrEqualTo(TYPES_PER_MODULE_MAX));
        types.stream()
                .collect(Collectors.groupingBy(JavaClass::getPackageName))
                .forEach((name, members) ->
                        assertThat(members).as(name).hasSizeLessThanOrEqualTo(TYPES_PER_PACKAGE_MAX));
    }

    @Test
    void constructorsHaveALimitedNumberOfParameters() {
        assertThat(code.stream()
                        .filter(type -> !type.isRecord() && !type.isAnonymousClass())
                        .flatMap(type -> type.getConstructors().stream()))
                .allMatch(constructor -> constructor.getRawParameterTypes().size() <= CONSTRUCTOR_PARAMETERS_MAX);
    }

    @Test
    void exceptionsEndInException() {
        assertThat(code.stream().filter(PlatformArchitectureTests::extendsAnException))
                .isNotEmpty()
                .allMatch(type -> type.getSimpleName().endsWith("Exception"));
    }

    @Test
    void autoConfigurationsHaveTheirName() {
        classes()
                .that()
                .areAnnotatedWith(AutoConfiguration.class)
                .should()
                .haveSimpleNameEndingWith("AutoConfiguration")
                .check(code);
    }

    private static boolean extendsAnException(JavaClass type) {
        return type.getRawSuperclass()
                .filter(parent -> parent.getSimpleName().endsWith("Exception"))
                .isPresent();
    }

    private List<JavaClass> topLevelTypes() {
        return code.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .toList();
    }

    private static Set<String> features(List<JavaClass> types) {
        return types.stream().map(PlatformArchitectureTests::featureOf).collect(Collectors.toSet());
    }

    /** The first package below the root, such as {@code switches} of {@code switches.web}. */
    private static String featureOf(JavaClass type) {
        return type.getPackageName().substring(ROOT.length()).replaceFirst("\\..*", "");
    }

    private static String[] packagesOf(String... modules) {
        return Stream.of(modules)
                .flatMap(module -> Objects.requireNonNull(MODULES.get(module)).stream())
                .map(feature -> ROOT + feature + "..")
                .toArray(String[]::new);
    }
}
