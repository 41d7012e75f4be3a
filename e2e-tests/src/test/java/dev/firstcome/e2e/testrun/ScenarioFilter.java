package dev.firstcome.e2e.testrun;

import dev.firstcome.e2e.scenarios.CoreSet;
import dev.firstcome.local.layout.ProjectRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.PostDiscoveryFilter;

/**
 * Excludes the scenarios that this run does not execute, as {@code -Dfirstcome.scenarios} says. Other tests are not affected.
 * Registered by a service file.
 */
public final class ScenarioFilter implements PostDiscoveryFilter {
    static final String PROPERTY = "firstcome.scenarios";

    private static final String PACKAGE = "dev.firstcome.e2e.scenarios.";
    private static final String SUFFIX = "Scenario";
    private static final Set<String> INCOMPLETE = ConcurrentHashMap.newKeySet();

    private static final class Selected {
        private static final ScenarioSelection SELECTION = selection();

        private static ScenarioSelection selection() {
            Path root = ProjectRoot.find().path();
            try {
                Set<String> grouped = new TreeSet<>(ScenarioClasses.of(root));
                grouped.removeIf(ScenarioFilter::isCoreClass);
                ScenarioSelection selection = ScenarioSelection.parse(System.getProperty(PROPERTY, ""), root, grouped);
                System.out.println("scenarios: " + selection.description());
                return selection;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public FilterResult apply(TestDescriptor test) {
        TestSource source = test.getSource().orElse(null);
        if (!(source instanceof MethodSource method) || !isScenario(method.getClassName())) {
            return FilterResult.included("not a test of a scenario");
        }
        String scenario = method.getClassName().substring(PACKAGE.length());
        boolean isCore = test.getTags().contains(TestTag.create(CoreSet.TAG));
        if (Selected.SELECTION.includes(scenario, isCore)) {
            return FilterResult.included("selected");
        }
        INCOMPLETE.add(scenario);
        return FilterResult.excluded("not in this run: " + Selected.SELECTION.description());
    }

    static boolean isScenario(String type) {
        return type.startsWith(PACKAGE) && type.endsWith(SUFFIX);
    }

    /** Whether all of the scenario's tests are executed. */
    static boolean isComplete(String scenario) {
        return !INCOMPLETE.contains(scenario);
    }

    private static boolean isCoreClass(String scenario) {
        try {
            return Class.forName(PACKAGE + scenario, false, ScenarioFilter.class.getClassLoader())
                    .isAnnotationPresent(CoreSet.class);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(scenario + " is in the sources but not compiled", e);
        }
    }
}
