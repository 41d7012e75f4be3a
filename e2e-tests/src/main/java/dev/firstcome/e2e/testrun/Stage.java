package dev.firstcome.e2e.testrun;

/** What a part of a build is for. */
enum Stage {
    COMPILE("compile and package"),
    CHECKS("format, sizes, rules of the build"),
    UNIT_TESTS("unit tests"),
    INTEGRATION_TESTS("integration tests"),
    SCENARIOS("scenarios");

    private static final String SCENARIO_MODULE = "e2e-tests";

    final String text;

    Stage(String text) {
        this.text = text;
    }

    static Stage of(MavenLog.Goal goal) {
        String plugin = goal.plugin();
        if (plugin.contains("surefire")) {
            return UNIT_TESTS;
        }
        if (plugin.contains("failsafe")) {
            return goal.module().equals(SCENARIO_MODULE) ? SCENARIOS : INTEGRATION_TESTS;
        }
        boolean checks = plugin.contains("spotless") || plugin.contains("checkstyle") || plugin.contains("enforcer");
        return checks ? CHECKS : COMPILE;
    }
}
