package dev.tutti.sim.fault;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles the product's source with a fault planted in it. Everything stays in memory. */
final class FaultyCode {
    private FaultyCode() {}

    /** The classes that the fault alters, by name. */
    static Map<String, byte[]> compile(Fault fault) {
        Map<String, String> texts = new LinkedHashMap<>();
        Map<String, String> paths = new LinkedHashMap<>();
        for (Change change : fault.changes()) {
            String text = texts.computeIfAbsent(change.className(), name -> Faults.source(change.source()));
            texts.put(change.className(), change.applyTo(text));
            paths.put(change.className(), change.source());
        }
        List<Text> sources = texts.entrySet().stream()
                .map(each -> new Text(paths.get(each.getKey()), each.getValue()))
                .toList();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        Memory memory = new Memory(compiler.getStandardFileManager(null, null, null));
        List<String> options =
                List.of("-classpath", System.getProperty("java.class.path"), "-proc:none", "-implicit:none");
        if (!compiler.getTask(messages, memory, null, options, null, sources).call()) {
            throw new IllegalStateException("with the fault " + fault + " the product does not compile:\n" + messages);
        }
        return memory.classes.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, each -> each.getValue().toByteArray()));
    }

    private static final class Text extends SimpleJavaFileObject {
        private final String text;

        Text(String path, String text) {
            super(URI.create("memory:///" + path), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    /** Reads as usual, and keeps what is written. */
    private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> classes = new LinkedHashMap<>();

        Memory(JavaFileManager usual) {
            super(usual);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            classes.put(className, bytes);
            return new SimpleJavaFileObject(URI.create("memory:///" + className), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return bytes;
                }
            };
        }
    }
}
