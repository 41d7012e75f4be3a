package dev.firstcome.e2e.openapi;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A generated client of one document, called by the ids of operations. Arguments and results are converted from and to
 * maps.
 */
public final class GeneratedClient {
    /** The argument that is the body. */
    public static final String BODY = "body";

    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

    private final Object apiClient;
    private final List<Class<?>> apis;
    private final ObjectMapper mapper;

    private GeneratedClient(Object apiClient, List<Class<?>> apis, ObjectMapper mapper) {
        this.apiClient = apiClient;
        this.apis = apis;
        this.mapper = mapper;
    }

    static GeneratedClient of(Class<?> type, List<Class<?>> apis, URI gateway, String token)
            throws ReflectiveOperationException {
        Object apiClient = type.getConstructor().newInstance();
        type.getMethod("updateBaseUri", String.class).invoke(apiClient, gateway.toString());
        Consumer<HttpRequest.Builder> authorization = request -> request.header("Authorization", "Bearer " + token);
        type.getMethod("setRequestInterceptor", Consumer.class).invoke(apiClient, authorization);
        // A field that the document lacks would be lost otherwise.
        ObjectMapper mapper = ((ObjectMapper) type.getMethod("getObjectMapper").invoke(apiClient))
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        return new GeneratedClient(apiClient, List.copyOf(apis), mapper);
    }

    /**
     * Calls an operation.
     *
     * @param arguments by the names of the generated parameters; {@link #BODY} is the body. Others are left out
     * @return the fields of the result
     * @throws IllegalStateException with the generated client's message if the call was refused
     */
    public Map<String, Object> call(String operation, Map<String, Object> arguments)
            throws ReflectiveOperationException {
        Method method = find(operation);
        Object api =
                method.getDeclaringClass().getConstructor(apiClient.getClass()).newInstance(apiClient);
        Object[] values = Arrays.stream(method.getParameters())
                .map(parameter -> argument(parameter, arguments))
                .toArray();
        try {
            Object result = method.invoke(api, values);
            return result == null ? Map.of() : mapper.convertValue(result, MAP);
        } catch (InvocationTargetException refused) {
            throw new IllegalStateException(operation + " failed", refused.getCause());
        }
    }

    /** The generated method without the parameter for other headers. */
    private Method find(String operation) {
        return apis.stream()
                .flatMap(api -> Arrays.stream(api.getMethods()))
                .filter(method -> method.getName().equals(operation)
                        && Arrays.stream(method.getParameterTypes()).noneMatch(Map.class::equals))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no generated method " + operation + " in " + apis));
    }

    private @Nullable Object argument(Parameter parameter, Map<String, Object> arguments) {
        boolean isBody = parameter.getType().getPackageName().endsWith(".model");
        Object value = arguments.get(isBody ? BODY : parameter.getName());
        return value == null ? null : mapper.convertValue(value, parameter.getType());
    }
}
