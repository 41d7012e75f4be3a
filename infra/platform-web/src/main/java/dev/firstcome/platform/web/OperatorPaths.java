package dev.firstcome.platform.web;

import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * The paths of operators, {@code /ops/**}. A path is decoded before the comparison, as in routes and access rules: a plain
 * text comparison would miss {@code /%6Fps/switches}, and its request would not be audited.
 */
public final class OperatorPaths {
    private static final PathPattern PATTERN = PathPatternParser.defaultInstance.parse("/ops/**");

    private OperatorPaths() {}

    /** @param path the path of the request, not decoded */
    public static boolean include(String path) {
        return PATTERN.matches(PathContainer.parsePath(path));
    }
}
