package dev.firstcome.testsupport.language;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Finds misnamed exceptions and sleeps, and measures constructors and packages. Sources are parsed, not compiled. */
final class JavaRules {
    private static final Pattern EXCEPTION = Pattern.compile("(?:.*\\.)?(?:\\w*Exception|Throwable)");
    private static final Set<String> SLEEPS = Set.of("sleep", "park", "parkNanos", "parkUntil");

    private final Path root;
    private final Rules rules = new Rules();
    private final List<Finding> findings = new ArrayList<>();
    private final List<Size> constructors = new ArrayList<>();
    private final Map<String, Size> packages = new TreeMap<>();

    private record Source(Path file, CompilationUnitTree unit, SourcePositions positions) {
        boolean isTest() {
            return file.toString().contains("/src/test/");
        }

        String packageName() {
            return String.valueOf(unit.getPackageName());
        }

        long lineOf(Tree tree) {
            return unit.getLineMap().getLineNumber(positions.getStartPosition(unit, tree));
        }
    }

    JavaRules(Path root) {
        this.root = root;
    }

    /** @param files Java files, relative to the root */
    void check(List<Path> files) throws IOException {
        if (files.isEmpty()) {
            return;
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<Path> paths = files.stream().map(root::resolve).toList();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(paths));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                check(new Source(root.relativize(Path.of(unit.getSourceFile().toUri())), unit, positions));
            }
        }
    }

    private void check(Source source) {
        rules.scan(source.unit(), source);
        if (!source.isTest()) {
            int types = (int) source.unit().getTypeDecls().stream()
                    .filter(ClassTree.class::isInstance)
                    .count();
            Path place = source.file().resolveSibling("package-info.java");
            Size size = new Size(SizeLimit.TYPES, source.packageName(), types, place, 1);
            packages.merge(size.subject(), size, Size::plus);
        }
    }

    List<Finding> findings() {
        return findings;
    }

    List<Size> sizes() {
        List<Size> sizes = new ArrayList<>(constructors);
        sizes.addAll(packages.values());
        return sizes;
    }

    private void addFinding(Source source, Tree tree, String text) {
        findings.add(new Finding(source.file(), source.lineOf(tree), text));
    }

    private final class Rules extends TreeScanner<Void, Source> {
        @Override
        public Void visitClass(ClassTree type, Source source) {
            String name = type.getSimpleName().toString();
            if (extendsException(type) && !name.endsWith("Exception")) {
                addFinding(source, type, "%s is an exception; end its name in Exception".formatted(name));
            }
            if (type.getKind() == Tree.Kind.CLASS && !source.isTest()) {
                measureConstructors(type, source);
            }
            return super.visitClass(type, source);
        }

        private boolean extendsException(ClassTree type) {
            Tree parent = type.getExtendsClause();
            return parent != null && EXCEPTION.matcher(parent.toString()).matches();
        }

        private void measureConstructors(ClassTree type, Source source) {
            String subject = source.packageName() + "." + type.getSimpleName();
            for (Tree member : type.getMembers()) {
                if (member instanceof MethodTree method && method.getName().contentEquals("<init>")) {
                    int parameters = method.getParameters().size();
                    long line = source.lineOf(method);
                    constructors.add(new Size(SizeLimit.PARAMETERS, subject, parameters, source.file(), line));
                }
            }
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree call, Source source) {
            if (source.isTest() && SLEEPS.contains(nameOf(call.getMethodSelect()))) {
                addFinding(source, call, "a test must not sleep; wait for a condition with Eventually");
            }
            return super.visitMethodInvocation(call, source);
        }

        private String nameOf(ExpressionTree method) {
            return method instanceof MemberSelectTree select
                    ? select.getIdentifier().toString()
                    : method.toString();
        }
    }
}
