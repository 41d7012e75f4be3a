package dev.firstcome.e2e.failpoints;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeTransform;
import java.util.function.Consumer;

/** Puts code at the start of every method of a name. */
final class MethodStart {
    private MethodStart() {}

    static byte[] with(byte[] classFile, String method, Consumer<CodeBuilder> first) {
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
        ClassFile classes = ClassFile.of();
        return classes.transformClass(
                classes.parse(classFile),
                ClassTransform.transformingMethodBodies(
                        found -> found.methodName().equalsString(method), insert));
    }
}
