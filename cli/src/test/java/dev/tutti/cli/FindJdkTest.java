package dev.tutti.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which JDK the commands choose, on machines made of folders: an environment that is empty but for a PATH. */
class FindJdkTest {
    @TempDir
    private Path folder;

    private FakeMachine machine;

    @BeforeEach
    void makeMachine() throws IOException {
        machine = new FakeMachine(folder);
    }

    private Shell.Result findJdk() throws Exception {
        return machine.run("sh", "-c", ". \"$0\" && find_jdk && echo \"$jdk_major $JAVA_HOME\"", findJdkScript());
    }

    private static String findJdkScript() {
        return Shell.root().resolve(".mvn/find-jdk.sh").toString();
    }

    @Test
    void prefersANewerJdkBesideAnOlderDefault() throws Exception {
        machine.defaultJava(machine.jdk("usr/lib/jvm/java-17", "17.0.12"));
        Path newer = machine.jdk("usr/lib/jvm/java-21", "21.0.4");

        assertThat(findJdk().out()).isEqualTo("21 " + newer + "\n");
    }

    @Test
    void takesTheDefaultJavaWhenItIsNewEnough() throws Exception {
        Path standard = machine.jdk("usr/lib/jvm/java-21", "21.0.4");
        machine.defaultJava(standard);
        machine.jdk("usr/lib/jvm/java-25", "25");

        assertThat(findJdk().out()).isEqualTo("21 " + standard + "\n");
    }

    @Test
    void takesTheNewestOfTheOthers() throws Exception {
        machine.jdk("opt/jdk-21", "21.0.4");
        Path newest = machine.jdk("opt/java/25", "25.0.1");
        machine.jdk("usr/lib/jvm/java-23", "23-ea");

        assertThat(findJdk().out()).isEqualTo("25 " + newest + "\n");
    }

    @Test
    void looksWhereUsersPutTheirs() throws Exception {
        machine.environment().put("HOME", folder.resolve("home").toString());
        Path own = machine.jdk("home/.sdkman/candidates/java/24-tem", "24.0.1");

        assertThat(findJdk().out()).isEqualTo("24 " + own + "\n");
    }

    @Test
    void obeysJavaHomeUnlessItIsTooOld() throws Exception {
        Path default25 = machine.jdk("usr/lib/jvm/java-25", "25");
        machine.defaultJava(default25);
        Path chosen = machine.jdk("elsewhere/jdk-21", "21.0.4");
        machine.environment().put("JAVA_HOME", chosen.toString());
        assertThat(findJdk().out()).isEqualTo("21 " + chosen + "\n");

        machine.environment()
                .put("JAVA_HOME", machine.jdk("elsewhere/jdk-17", "17").toString());
        assertThat(findJdk().out()).isEqualTo("25 " + default25 + "\n");
    }

    @Test
    void passesByARuntimeWithoutACompiler() throws Exception {
        Path runtime = machine.jdk("usr/lib/jvm/jre-25", "25");
        Files.delete(runtime.resolve("bin/javac"));
        machine.defaultJava(runtime);
        Path complete = machine.jdk("usr/lib/jvm/java-21", "21.0.4");

        assertThat(findJdk().out()).isEqualTo("21 " + complete + "\n");
    }

    @Test
    void refusesAJdkOfTheOldNumbering() throws Exception {
        machine.defaultJava(machine.jdk("usr/lib/jvm/java-8", "1.8.0_412"));

        assertThat(findJdk().exitCode()).isEqualTo(1);
    }

    @Test
    void saysInOneLineWhatToInstallWhenThereIsNone() throws Exception {
        machine.defaultJava(machine.jdk("usr/lib/jvm/java-17", "17.0.12"));

        for (String command : new String[] {"bin/tutti", "bin/tutti-bench", "mvnw"}) {
            Shell.Result result = machine.run(Shell.root().resolve(command).toString(), "--version");

            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.out()).isEmpty();
            assertThat(result.err().lines())
                    .singleElement()
                    .asString()
                    .startsWith(Path.of(command).getFileName() + ": no JDK 21 or newer found: install one")
                    .contains("apt-get install", "JAVA_HOME");
        }
    }
}
