package dev.firstcome.platform.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Records the SQL that a thread executes on the data source of a service, through Hibernate or {@code JdbcClient}. It
 * wraps the bean {@code dataSource}, so register it as a bean. Threads that do not record are not affected.
 */
public final class StatementRecorder implements BeanPostProcessor {
    private static final ThreadLocal<List<String>> RECORDING = new ThreadLocal<>();

    /** Returns the SQL of the work on this thread, in the order of execution. */
    public List<String> statementsOf(Runnable work) {
        List<String> statements = new ArrayList<>();
        RECORDING.set(statements);
        try {
            work.run();
        } finally {
            RECORDING.remove();
        }
        return List.copyOf(statements);
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DataSource source && name.equals("dataSource") ? new RecordingDataSource(source) : bean;
    }

    private static final class RecordingDataSource extends DelegatingDataSource {
        RecordingDataSource(DataSource target) {
            super(target);
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            return (Connection) Proxy.newProxyInstance(
                    StatementRecorder.class.getClassLoader(),
                    new Class<?>[] {Connection.class},
                    (proxy, method, arguments) -> invoke(connection, method, arguments));
        }
    }

    /** Each statement is prepared once per execution, since neither Hibernate nor Spring keeps prepared statements. */
    private static @Nullable Object invoke(Connection target, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        List<String> statements = RECORDING.get();
        if (statements != null && arguments != null && method.getName().equals("prepareStatement")) {
            statements.add(String.valueOf(arguments[0]));
        }
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failed) {
            throw failed.getTargetException();
        }
    }
}
