package dev.firstcome.e2e.failpoints;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeTransform;
import java.util.function.Consumer;

/** Puts code at the start of every method of a name. Where that cannot be done the process stops: it would prove nothing. */
final class MethodStart {
    private MethodStart() {}

    static byte[] with(byte[] classFile, String method, Consumer<CodeBuilder> first) {
        ClassModel parsed = ClassFile.of().parse(classFile);
        String name = parsed.thisClass().asInternalName() + "#" + method;
        if (parsed.methods().stream().noneMatch(found -> found.methodName().equalsString(method))) {
            Failpoints.missing(name);
        }
        try {
            return changed(parsed, method, first);
        } catch (RuntimeException
                | LinkageError unable) { // which the JVM would swallow, and go on with the class as it is
            Failpoints.missing(name + ": " + unable);
            throw unable;
        }
    }

    private static byte[] changed(ClassModel parsed, String method, Consumer<CodeBuilder> first) {
        CodeTransform insert = CodeTransform.ofStateful(() -> {
            boolean[] inserted = {false};
            return (code, element) -> {
                if (!inserted[0]) {
                    inserted[0] = true;
                    first.accept(code);
                }
                code.with(element);
            };
        });
        return ClassFile.of()
                .transformClass(
                        parsed,
                        ClassTransform.transformingMethodBodies(
                                found -> found.methodName().equalsString(method), insert));
    }
}
