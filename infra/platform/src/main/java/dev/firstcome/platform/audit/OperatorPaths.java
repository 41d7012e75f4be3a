package dev.firstcome.platform.audit;

import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Which calls are operators'. Read as the routes and the access rules read a path, decoded: {@code /%6Fps/switches} leads to
 * the same place as {@code /ops/switches}, and would not be in the trail if letters were compared.
 */
public final class OperatorPaths {
    private static final PathPattern PATTERN = PathPatternParser.defaultInstance.parse("/ops/**");

    private OperatorPaths() {}

    /** @param path as it came, with its escapes */
    public static boolean include(String path) {
        return PATTERN.matches(PathContainer.parsePath(path));
    }
}
