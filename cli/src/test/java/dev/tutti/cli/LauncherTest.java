package dev.tutti.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a copy of the repository whose build and whose JVM only say that they were called. */
class LauncherTest {
    @TempDir
    private Path folder;

    private Path root;
    private FakeMachine machine;

    @BeforeEach
    void makeRepository() throws IOException {
        machine = new FakeMachine(folder);
        machine.defaultJava(machine.jdk("usr/lib/jvm/java-17", "17.0.12"));
        machine.jdk("usr/lib/jvm/java-21", "21.0.4");
        root = Files.createDirectories(folder.resolve("repository"));
        for (String file : List.of(".mvn/find-jdk.sh", "bin/.launch.sh", "bin/tutti")) {
            Files.createDirectories(root.resolve(file).getParent());
            Files.copy(Shell.root().resolve(file), root.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
        }
        old(Files.createFile(root.resolve("pom.xml")));
        for (String module : List.of("core", "net", "board", "sim", "cli")) {
            Path main = Files.createDirectories(root.resolve(module).resolve("src/main"));
            old(Files.createFile(root.resolve(module).resolve("pom.xml")));
            old(Files.createFile(main.resolve("Source.java")));
            old(main);
        }
        builds("mkdir -p cli/target/lib && : >cli/target/lib/netty.jar && : >cli/target/tutti-cli-1.jar");
    }

    /** Older than any build to come. */
    private static void old(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    }

    private void builds(String script) throws IOException {
        FakeMachine.executable(root.resolve("mvnw"), "cd '" + root + "' && " + script);
    }

    private Shell.Result tutti(String... words) throws InterruptedException {
        List<String> line = new ArrayList<>(List.of(root.resolve("bin/tutti").toString()));
        line.addAll(List.of(words));
        return machine.run(line.toArray(String[]::new));
    }

    @Test
    void buildsOnFirstUseWithOneLineOfProgressAndRunsOnTheNewerJdk() throws Exception {
        Shell.Result result = tutti("demo", "--debug");

        assertThat(result.err()).isEqualTo("tutti: building (first use, about a minute) ...\n");
        assertThat(result.out())
                .startsWith("java 21.0.4 ")
                .endsWith(" -jar " + root.toRealPath().resolve("cli/target/launch/1/tutti.jar") + " demo --debug\n");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void buildsAgainOnlyWhatChanged() throws Exception {
        tutti("demo");
        assertThat(tutti("demo").err()).isEmpty();

        Path source = root.resolve("core/src/main/Source.java");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
        Shell.Result result = tutti("demo");

        assertThat(result.err()).isEqualTo("tutti: building what changed ...\n");
        assertThat(result.out()).contains("/launch/2/tutti.jar demo");
    }

    @Test
    void saysWhereTheBuildFailedAndRunsNothing() throws Exception {
        builds("echo '[ERROR] /core/src/main/Source.java:[1,1] class expected'; exit 1");

        Shell.Result result = tutti("demo");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .contains("Source.java:[1,1] class expected")
                .endsWith("tutti: the build failed; all of it is in "
                        + root.toRealPath().resolve("cli/target/launch/build.log") + "\n");
    }

    @Test
    void runsFromAnyFolderAndThroughALink() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("tt"), root.resolve("bin/tutti"));

        assertThat(machine.run(link.toString(), "--version").out()).endsWith("/tutti.jar --version\n");
    }
}
