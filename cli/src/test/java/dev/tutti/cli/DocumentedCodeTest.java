package dev.tutti.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The programs that the pages show, compiled exactly as they stand there, and run. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DocumentedCodeTest {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin");

    @TempDir
    private Path folder;

    /** The pages whose code is tested here. A page with new code belongs to them. */
    private static final List<String> PAGES = List.of("README.md", "docs/embedding.md", "docs/sim.md");

    /** The only program on a page. */
    private static String program(String page) throws IOException {
        List<String> programs = programs(Shell.root().resolve(page));
        assertThat(programs).as("programs of " + page).hasSize(1);
        return programs.get(0);
    }

    private static List<String> programs(Path page) throws IOException {
        List<String> programs = new ArrayList<>();
        String[] parts = Files.readString(page).split("(?m)^```java\n", -1);
        for (int i = 1; i < parts.length; i++) {
            programs.add(parts[i].substring(0, parts[i].indexOf("\n```") + 1));
        }
        return programs;
    }

    /** Makes a class of a program that is the body of a method, and compiles it. */
    private void compile(String imports, String method, String program) throws Exception {
        Path source = folder.resolve("Program.java");
        Files.writeString(source, imports + "\nclass Program {\n" + method + " {\n" + program + "}\n}\n");
        Shell.Result result = Shell.run(
                folder,
                Map.of(),
                List.of(
                        JAVA.resolve("javac").toString(),
                        "-J-XX:+UseSerialGC",
                        "-J-XX:TieredStopAtLevel=1",
                        "--release",
                        "21",
                        "-proc:none",
                        "-Werror",
                        "-d",
                        folder.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        source.toString()));
        assertThat(result.exitCode()).as(result.err()).isZero();
    }

    private List<String> java(String... arguments) {
        List<String> words = new ArrayList<>(List.of(
                JAVA.resolve("java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                folder + System.getProperty("path.separator") + System.getProperty("java.class.path"),
                "Program"));
        words.addAll(List.of(arguments));
        return words;
    }

    @Test
    void theProgramOfTheReadmeJoinsCastsPrintsAndLeaves() throws Exception {
        compile(
                "import dev.tutti.*;\nimport dev.tutti.net.Tutti;",
                "public static void main(String[] args) throws Exception",
                program("README.md"));
        List<String> addresses = freeAddresses();
        String seeds = String.join(",", addresses);

        try (Running ann = new Running(java("ann", addresses.get(0), seeds));
                Running bob = new Running(java("bob", addresses.get(1), seeds))) {
            ann.await("ann", "bob");
            bob.await("ann", "bob");
            ann.await("ann: hello from ann");
            bob.await("bob: hello from bob");
            bob.enter();
            assertThat(bob.exitCode()).isZero();
            assertThat(bob.printed()).last().isEqualTo("left");
            ann.await("[ann]");
            ann.enter();
            assertThat(ann.exitCode()).isZero();
            assertThat(ann.printed()).last().isEqualTo("left");
        }
    }

    @Test
    void theLoopOfTheEmbeddingPageCompiles() throws Exception {
        compile(
                "import dev.tutti.*;\nimport dev.tutti.net.*;",
                "static void run(Options options, long maxWaitNanos)",
                program("docs/embedding.md"));
    }

    @Test
    void theTestOfTheSimulatorPagePasses() throws Exception {
        compile(
                "import static org.assertj.core.api.Assertions.assertThat;\nimport dev.tutti.sim.*;",
                "public static void main(String[] args)",
                program("docs/sim.md"));

        Shell.Result result = Shell.run(folder, Map.of(), java());

        assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
    }

    @Test
    void noOtherPageShowsAProgram() throws Exception {
        Path root = Shell.root();
        try (Stream<Path> docs = Files.walk(root.resolve("docs"));
                Stream<Path> top = Files.list(root)) {
            List<String> pages = Stream.concat(docs, top)
                    .filter(page -> page.toString().endsWith(".md"))
                    .filter(page -> !programsOf(page).isEmpty())
                    .map(page -> root.relativize(page).toString())
                    .sorted()
                    .toList();

            assertThat(pages).isEqualTo(PAGES);
        }
    }

    private static List<String> programsOf(Path page) {
        try {
            return programs(page);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static List<String> freeAddresses() throws IOException {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        try (ServerSocket first = new ServerSocket(0, 1, loopback);
                ServerSocket second = new ServerSocket(0, 1, loopback)) {
            return Stream.of(first, second)
                    .map(free -> "127.0.0.1:" + free.getLocalPort())
                    .toList();
        }
    }

    /** A process that runs until it is told to end. Its errors are part of what it prints. */
    private static final class Running implements AutoCloseable {
        private final Process process;
        private final BufferedReader lines;
        private final List<String> printed = new ArrayList<>();

        Running(List<String> words) throws IOException {
            process = new ProcessBuilder(words).redirectErrorStream(true).start();
            lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        }

        /** Reads on until a line has all these parts; the build ends a test that waits in vain. */
        void await(String... parts) throws IOException {
            while (printed.stream().noneMatch(line -> Stream.of(parts).allMatch(line::contains))) {
                String line = lines.readLine();
                assertThat(line)
                        .as("ended before it showed " + List.of(parts) + "; printed " + printed)
                        .isNotNull();
                printed.add(line);
            }
        }

        void enter() throws IOException {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        }

        int exitCode() throws Exception {
            printed.addAll(lines.lines().toList());
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        }

        List<String> printed() {
            return printed;
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
