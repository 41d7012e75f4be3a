package dev.firstcome.e2e.failpoints;

import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Mutants of outbox and inbox, selected by the argument of the agent. {@code delete-first} deletes the outbox rows
 * before it publishes their events. {@code commit-first} commits the inbox row before the effect, which then runs in
 * its own transaction.
 */
public final class EventMutants implements ClassFileTransformer {
    private static final ClassDesc HERE = ClassDesc.of(EventMutants.class.getName());
    private static final MethodTypeDesc HOOK =
            MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_Object, ConstantDescs.CD_Object);

    private static final List<Mutant> ALL = List.of(
            new Mutant("delete-first", "dev/firstcome/platform/outbox/OutboxPublisher", "attempt", "deleteFirst"),
            new Mutant("commit-first", "dev/firstcome/user/message/store/ShardedMessages", "add", "commitFirst"));

    private final Mutant mutant;

    /** A method and the hook inserted at its start. The first parameter of the method is a reference. */
    private record Mutant(String argument, String className, String method, String hook) {}

    private EventMutants(Mutant mutant) {
        this.mutant = mutant;
    }

    static Optional<EventMutants> of(String argument) {
        return ALL.stream()
                .filter(mutant -> mutant.argument().equals(argument))
                .map(EventMutants::new)
                .findFirst();
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            String className,
            @Nullable Class<?> redefined,
            ProtectionDomain domain,
            byte[] classFile) {
        return mutant.className().equals(className) ? mutate(classFile) : null;
    }

    private byte[] mutate(byte[] classFile) {
        return MethodStart.insert(
                classFile, mutant.method(), code -> code.aload(0).aload(1).invokestatic(HERE, mutant.hook(), HOOK));
    }

    /** The hook of {@code delete-first}. Public because the transformed class calls it. */
    public static void deleteFirst(Object publisher, Object batch) throws ReflectiveOperationException {
        Object table = field(publisher, "table");
        Method delete = table.getClass().getDeclaredMethod("delete", List.class);
        delete.setAccessible(true);
        List<Object> keys = new ArrayList<>();
        for (Object row : (List<?>) batch) {
            Method key = row.getClass().getDeclaredMethod("rowKey");
            key.setAccessible(true);
            keys.add(key.invoke(row));
        }
        delete.invoke(table, keys);
    }

    /** The hook of {@code commit-first}. Public because the transformed class calls it. */
    public static void commitFirst(Object messages, Object message) throws ReflectiveOperationException {
        ClassLoader loader = messages.getClass().getClassLoader();
        Class<?> client = Class.forName("org.springframework.jdbc.core.simple.JdbcClient", false, loader);
        Object statement = client.getMethod("sql", String.class).invoke(field(messages, "jdbc"), "commit");
        Class.forName("org.springframework.jdbc.core.simple.JdbcClient$StatementSpec", false, loader)
                .getMethod("update")
                .invoke(statement);
    }

    private static Object field(Object target, String name) throws ReflectiveOperationException {
        Field field = target.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(target);
    }
}
