package dev.firstcome.e2e.openapi;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.openapitools.codegen.DefaultGenerator;
import org.openapitools.codegen.config.CodegenConfigurator;

/**
 * Java clients that openapi-generator makes from documents. A document's client is in the package {@code client.NAME},
 * its operations in {@code client.NAME.api}, its schemas in {@code client.NAME.model}.
 */
public final class GeneratedClients {
    private static final String ROOT = "client.";

    private final Path folder;

    /** @param folder an empty one, for sources and classes */
    public GeneratedClients(Path folder) {
        this.folder = folder;
    }

    /** Generates the client of a document. */
    public void generate(ApiDocument document) throws IOException {
        Path specification = folder.resolve(document.name() + ".json");
        Files.writeString(specification, document.root().toString());
        String root = ROOT + document.name();
        CodegenConfigurator configurator = new CodegenConfigurator()
                .setGeneratorName("java")
                .setLibrary("native")
                .setInputSpec(specification.toString())
                .setOutputDir(folder.resolve("generated/" + document.name()).toString())
                .setInvokerPackage(root)
                .setApiPackage(root + ".api")
                .setModelPackage(root + ".model")
                .addAdditionalProperty("openApiNullable", "false")
                .addAdditionalProperty("useJakartaEe", "true")
                .addAdditionalProperty("hideGenerationTimestamp", "true")
                .addAdditionalProperty("documentationProvider", "none")
                .addAdditionalProperty("annotationLibrary", "none");
        DefaultGenerator generator = new DefaultGenerator();
        generator.setGenerateMetadata(false);
        generator.setGeneratorPropertyDefault("apiTests", "false");
        generator.setGeneratorPropertyDefault("modelTests", "false");
        generator.setGeneratorPropertyDefault("apiDocs", "false");
        generator.setGeneratorPropertyDefault("modelDocs", "false");
        generator.opts(configurator.toClientOptInput()).generate();
    }

    /** Compiles all clients that were generated, with the names of parameters, and returns their loader. */
    public URLClassLoader compile() throws IOException {
        Path classes = Files.createDirectory(folder.resolve("classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
                Stream<Path> found = Files.walk(folder)) {
            List<Path> sources = found.filter(file -> file.toString().endsWith(".java")
                            && !file.toString().contains("/src/test/"))
                    .toList();
            List<String> options = List.of(
                    "-d", classes.toString(), "-classpath", classPath(), "-parameters", "-proc:none", "-nowarn");
            boolean compiled = compiler.getTask(
                            messages, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
            if (!compiled) {
                throw new IOException("the generated clients do not compile:\n" + messages);
            }
            System.out.printf("%d generated sources compiled%n", sources.size());
        }
        return new URLClassLoader(new URL[] {classes.toUri().toURL()}, GeneratedClients.class.getClassLoader());
    }

    /** The client of a document that calls this gateway with this token. */
    public GeneratedClient client(URLClassLoader loader, ApiDocument document, URI gateway, String token)
            throws IOException, ReflectiveOperationException {
        String root = ROOT + document.name();
        List<Class<?>> apis = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.resolve("classes/" + root.replace('.', '/') + "/api"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith("Api.class")).toList()) {
                String name = file.getFileName().toString().replace(".class", "");
                apis.add(loader.loadClass(root + ".api." + name));
            }
        }
        return GeneratedClient.of(loader.loadClass(root + ".ApiClient"), apis, gateway, token);
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
