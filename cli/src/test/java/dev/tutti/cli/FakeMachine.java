package dev.tutti.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A machine with the JDKs that a test gives it, whatever this one has: a PATH and the usual places, below one folder. */
final class FakeMachine {
    /** What the commands use; all else on the PATH of this machine, a java for instance, is not there. */
    private static final List<String> TOOLS = List.of(
            "sh",
            "cat",
            "cp",
            "dirname",
            "env",
            "find",
            "flock",
            "grep",
            "ln",
            "mkdir",
            "mv",
            "readlink",
            "rm",
            "sleep");

    private final Path folder;
    private final Path bin;
    private final Map<String, String> environment = new HashMap<>();

    FakeMachine(Path folder) throws IOException {
        this.folder = folder.toRealPath();
        this.bin = Files.createDirectories(this.folder.resolve("usr/bin"));
        for (String tool : TOOLS) {
            for (String place : List.of("/usr/bin", "/bin")) {
                Path real = Path.of(place, tool);
                if (Files.isExecutable(real) && !Files.exists(bin.resolve(tool))) {
                    executable(bin.resolve(tool), "exec " + real + " \"$@\"");
                }
            }
        }
        environment.put("PATH", bin.toString());
        environment.put("TUTTI_JDK_ROOT", this.folder.toString());
    }

    /** What commands get, and nothing else. */
    Map<String, String> environment() {
        return environment;
    }

    /** A folder that looks like a JDK, whose java prints its version and its arguments. */
    Path jdk(String place, String version) throws IOException {
        Path home = folder.resolve(place);
        executable(home.resolve("bin/javac"), "exit 1");
        executable(home.resolve("bin/java"), "echo \"java " + version + "\" \"$@\"");
        Files.writeString(
                home.resolve("release"),
                "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\nOS_NAME=\"None\"\n");
        return home;
    }

    /** Makes the java of that JDK the one on the PATH, by a link, as Debian does. */
    void defaultJava(Path home) throws IOException {
        Files.deleteIfExists(bin.resolve("java"));
        Files.createSymbolicLink(bin.resolve("java"), home.resolve("bin/java"));
    }

    /** Writes a shell script. */
    static Path executable(Path file, String script) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    Shell.Result run(String... words) throws InterruptedException {
        return Shell.run(folder, environment, List.of(words));
    }
}
