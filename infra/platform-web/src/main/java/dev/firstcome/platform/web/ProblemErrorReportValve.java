package dev.firstcome.platform.web;

import dev.firstcome.platform.problems.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;

/**
 * Writes the errors of Tomcat itself as problem documents instead of HTML pages. Such requests, for instance with a
 * malformed path, reach neither filters nor controllers.
 */
public final class ProblemErrorReportValve extends ErrorReportValve {
    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        int status = response.getStatus();
        if (status < HttpStatus.BAD_REQUEST.value()
                || response.getContentWritten() > 0
                || !response.setErrorReported()) {
            return;
        }
        HttpStatus known = HttpStatus.resolve(status);
        HttpStatus shown = known == null ? HttpStatus.BAD_REQUEST : known;
        ProblemDetail document = ProblemException.document(shown, codeOf(shown));
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        try {
            response.getOutputStream().write(json(document).getBytes(StandardCharsets.UTF_8));
            response.finishResponse();
        } catch (IOException | IllegalStateException disconnected) {
            // The client has gone, or the response is closed: nothing is left to report.
        }
    }

    private static String codeOf(HttpStatus status) {
        return status.is5xxServerError() ? "INTERNAL" : status.name();
    }

    /** All values are constants of this code base, so none needs escaping. */
    private static String json(ProblemDetail document) {
        return "{\"type\":\"%s\",\"title\":\"%s\",\"status\":%d,\"code\":\"%s\"}"
                .formatted(
                        document.getType(),
                        document.getTitle(),
                        document.getStatus(),
                        document.getProperties() == null
                                ? ""
                                : document.getProperties().get(ProblemException.CODE));
    }
}
