package dev.firstcome.e2e.failpoints;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeTransform;
import java.util.function.Consumer;

/** Inserts code at the start of every method with a given name. Halts the process if that is impossible. */
final class MethodStart {
    private MethodStart() {}

    static byte[] insert(byte[] classFile, String method, Consumer<CodeBuilder> code) {
        ClassModel parsed = ClassFile.of().parse(classFile);
        String name = parsed.thisClass().asInternalName() + "#" + method;
        if (parsed.methods().stream().noneMatch(found -> found.methodName().equalsString(method))) {
            Failpoints.haltUninstrumented(name);
        }
        try {
            return transform(parsed, method, code);
        } catch (RuntimeException | LinkageError e) { // the JVM would swallow it and load the original class
            Failpoints.haltUninstrumented(name + ": " + e);
            throw e;
        }
    }

    private static byte[] transform(ClassModel parsed, String method, Consumer<CodeBuilder> prefix) {
        CodeTransform insert = CodeTransform.ofStateful(() -> {
            boolean[] inserted = {false};
            return (code, element) -> {
                if (!inserted[0]) {
                    inserted[0] = true;
                    prefix.accept(code);
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
