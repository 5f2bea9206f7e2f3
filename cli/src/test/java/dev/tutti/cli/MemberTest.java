package dev.tutti.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Members on real sockets of this machine, in this process. */
class MemberTest {
    private static final String MEMBER = "member --group g --preset local --name ";

    private static String message(Map<String, Object> view, int number, String from, String kind, String payload) {
        return "{\"event\":\"message\",\"view\":\"%s\",\"number\":%d,\"from\":\"%s\",\"kind\":\"%s\",\"payload\":\"%s\"}"
                .formatted(view.get("id"), number, from, kind, payload);
    }

    @Test
    void castsItsInputAndPrintsOneObjectPerLine() throws Exception {
        try (Session ann = new Session(MEMBER + "ann --found --json --stats")) {
            Map<String, Object> view = ann.awaitEvent("view");
            assertThat(view)
                    .containsEntry("members", List.of("ann"))
                    .containsEntry("transitional", List.of("ann"))
                    .containsEntry("joined", List.of())
                    .containsEntry("left", List.of())
                    .containsEntry("primary", true);
            ann.type("hello \"you\"", "", "//slash", "/unordered any time", "/flush", "/view");
            ann.await("{\"event\":\"flushed\"}");

            assertThat(ann.end()).isZero();
            assertThat(ann.printed())
                    .contains(message(view, 1, "ann", "cast", "hello \\\"you\\\""))
                    .contains(message(view, 2, "ann", "cast", ""))
                    .contains(message(view, 3, "ann", "cast", "/slash"))
                    .contains(message(view, 1, "ann", "unordered", "any time"))
                    .contains("{\"event\":\"left\"}")
                    .last()
                    .asString()
                    .startsWith("{\"event\":\"stats\",\"counters\":{\"")
                    .contains("\"node.frames\":", "\"tcp.frames.out\":");
            assertThat(ann.printed().stream().filter(line -> line.contains("\"event\":\"view\"")))
                    .as("one view, printed again on request")
                    .hasSize(2);
        }
    }

    @Test
    void castsInOrderWithEverything() throws Exception {
        try (Session ann = new Session(MEMBER + "ann --found --json")) {
            ann.awaitEvent("view");
            ann.type("before", "/gbcast change keys", "after");
            ann.await("after");

            assertThat(ann.end()).isZero();
            assertThat(ann.printed().stream().filter(line -> !line.contains("left\"}")))
                    .satisfiesExactly(
                            line -> assertThat(line).contains("\"event\":\"view\""),
                            line -> assertThat(line).contains("\"kind\":\"cast\",\"payload\":\"before\""),
                            line -> assertThat(line).contains("\"kind\":\"gbcast\",\"payload\":\"change keys\""),
                            line -> assertThat(line).contains("\"event\":\"view\""),
                            line -> assertThat(line).contains("\"kind\":\"cast\",\"payload\":\"after\""));
        }
    }

    @Test
    void movesTheGroupToAnotherOrder() throws Exception {
        try (Session ann = new Session(MEMBER + "ann --found --json")) {
            ann.awaitEvent("view");
            try (Session bob = new Session(MEMBER + "bob --json --seeds " + ann.address())) {
                bob.await("\"view\"", "[\"ann\",\"bob\"]");
                bob.type("before", "/switch order=total engine=token", "after");
                assertThat(bob.await("\"switched\"")).contains("order=total engine=token");
                ann.await("after");
                try (Session cid = new Session(MEMBER + "cid --json --seeds " + ann.address())) {
                    assertThat(cid.await("\"view\"")).contains("\"properties\":\"order=total engine=token\"");
                    assertThat(cid.end()).isZero();
                }
                assertThat(bob.end()).isZero();
            }
            ann.type("/switch order=best", "/switch", "/switch engine=token");
            assertThat(ann.end()).isNotZero();
            assertThat(ann.errors())
                    .contains("'order=best' is not understood")
                    .contains("/switch to what?")
                    .contains("ask for the order total");
            assertThat(ann.printed().stream()
                            .filter(line ->
                                    line.contains("before") || line.contains("after") || line.contains("=total")))
                    .satisfies(lines -> {
                        assertThat(lines.getFirst()).contains("before");
                        assertThat(lines.get(1)).contains("\"view\"", "order=total engine=token");
                        assertThat(lines.get(2)).contains("after");
                    });
        }
    }

    /** Half of a group without its first member is not primary. The other half is a process, since it must end without a word. */
    @Test
    void aSwitchIsRefusedWithItsCodeWhereTheViewIsNotPrimary() throws Exception {
        Process ann = new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "member",
                        "--group=g",
                        "--preset=local",
                        "--name=ann",
                        "--json",
                        "--found"))
                .start();
        try (BufferedReader errors = ann.errorReader();
                BufferedReader events = ann.inputReader()) {
            String address = errors.lines()
                    .filter(line -> line.contains(" listens on "))
                    .map(line -> line.split(" listens on ", 2)[1].split(" ", 2)[0])
                    .findFirst()
                    .orElseThrow();
            // Ann is the first member only if she has founded the group before bob looks for it.
            assertThat(events.readLine()).contains("\"view\"");
            try (Session bob = new Session(MEMBER + "bob --json --seeds " + address)) {
                bob.await("\"view\"", "[\"ann\",\"bob\"]", "\"primary\":true");
                ann.destroyForcibly();
                bob.await("\"view\"", "\"primary\":false");
                bob.type("still here", "/switch order=total", "and here");
                bob.await("and here");

                assertThat(bob.end()).isEqualTo(ExitCode.NOT_PRIMARY.number());
                assertThat(bob.errors())
                        .contains("changes its properties only in the primary one; wait for a primary view");
                assertThat(bob.printed()).anyMatch(line -> line.contains("still here"));
            }
        } finally {
            ann.destroyForcibly();
        }
    }

    @Test
    void sendsToOneMemberByName() throws Exception {
        try (Session ann = new Session(MEMBER + "ann --found --json")) {
            ann.awaitEvent("view");
            try (Session bob = new Session(MEMBER + "bob --json --seeds " + ann.address())) {
                bob.await("\"view\"", "[\"ann\",\"bob\"]");
                Map<String, Object> view = JsonReader.object(ann.await("\"view\"", "\"joined\":[\"bob\"]"));
                bob.type("/send ann for you, ann", "for all");

                // A send and a cast are not ordered against each other.
                List<String> messages = List.of(ann.await("\"message\""), ann.await("\"message\""));
                assertThat(messages)
                        .containsExactlyInAnyOrder(
                                message(view, 1, "bob", "send", "for you, ann"),
                                message(view, 1, "bob", "cast", "for all"));
                assertThat(bob.end()).isZero();
                assertThat(bob.printed()).noneMatch(line -> line.contains("for you"));
            }
            ann.await("\"view\"", "\"left\":[\"bob\"]");
            assertThat(ann.end()).isZero();
        }
    }

    @Test
    void goesOnAfterALineThatIsRefusedAndEndsWithTheFirstCode() throws Exception {
        try (Session ann = new Session(MEMBER + "ann --found --json --set maxPayloadBytes=10")) {
            ann.type("/send bob hi", "much too long for it", "/dance", "short");
            ann.await("short");

            assertThat(ann.end()).isEqualTo(ExitCode.USAGE.number());
            assertThat(ann.errors())
                    .contains("tutti member: /send bob: no such member; there are ann\n")
                    .contains("above maxPayloadBytes, 10")
                    .contains(
                            "unknown command /dance: there are /send NAME TEXT, /unordered TEXT, /gbcast TEXT, /switch PROPERTIES, /view, /flush, /leave; write one more slash");
        }
    }

    @Test
    void refusesWhatStillStandsOnItsInputAfterLeave() throws Exception {
        try (Session ann = new Session(MEMBER + "ann --found --json")) {
            ann.awaitEvent("view");
            ann.type("one\n/leave\ntwo");

            assertThat(ann.exitCode()).isEqualTo(ExitCode.LEFT.number());
            assertThat(ann.errors()).contains("join again to cast");
            assertThat(ann.printed()).contains("{\"event\":\"left\"}").noneMatch(line -> line.contains("two"));
        }
    }

    @Test
    void answersOnceAndPrintsNothingAfterItHasLeft() throws Exception {
        try (Session ann = new Session(MEMBER + "ann --found --json")) {
            ann.awaitEvent("view");
            ann.type("/leave\n/view\n/flush\n/view\none\ntwo\n");

            assertThat(ann.exitCode()).isEqualTo(ExitCode.LEFT.number());
            assertThat(ann.errors().lines().filter(line -> line.startsWith("tutti member: ")))
                    .containsExactly("tutti member: 'ann' has left group 'g': what follows on the input is refused; "
                            + "join again to cast");
            assertThat(ann.printed()).last().isEqualTo("{\"event\":\"left\"}");
        }
    }

    @Test
    void waitsForAFlushAsLongAsAnybodyMayWant() throws Exception {
        try (Session ann = new Session(MEMBER + "ann --found --json --flush-timeout 999999999m")) {
            ann.type("hello", "/flush");
            ann.await("{\"event\":\"flushed\"}");

            assertThat(ann.end()).isZero();
        }
    }

    @Test
    void refusesCommandsWithSomethingMissingOrTooMuch() throws Exception {
        try (Session ann = new Session(MEMBER + "ann --found --json")) {
            ann.type("/send", "/send ", "/leave now", "/sender ann hi", "/send bob\u001B[2J hi");

            assertThat(ann.end()).isEqualTo(ExitCode.USAGE.number());
            assertThat(ann.errors().lines().filter(line -> line.startsWith("tutti member: ")))
                    .satisfiesExactly(
                            line -> assertThat(line).endsWith("Write /send NAME TEXT; there are ann"),
                            line -> assertThat(line).endsWith("Write /send NAME TEXT; there are ann"),
                            line -> assertThat(line).contains("unknown command /leave now"),
                            line -> assertThat(line).contains("unknown command /sender ann hi"),
                            line -> assertThat(line).contains("/send bob\uFFFD[2J: no such member; there are ann"));
        }
    }

    @Test
    void endsQuietlyWhenNobodyReadsItsOutput() throws Exception {
        for (String command : List.of("member", "board")) {
            ByteArrayOutputStream errors = new ByteArrayOutputStream();
            OutputStream closed = new StandardOutput(new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    throw new IOException("Broken pipe");
                }
            });
            Streams streams = new Streams(
                    InputStream.nullInputStream(), closed, new PrintStream(errors, true, StandardCharsets.UTF_8));

            assertThat(Main.execute(streams, command, "--group", "g", "--name", "ann", "--found", "--json"))
                    .isEqualTo(ExitCode.OUTPUT_CLOSED.number());
            assertThat(errors.toString(StandardCharsets.UTF_8).lines()).allMatch(line -> line.contains(" listens on "));
        }
    }

    @Test
    void saysThatItsOutputCannotBeWritten() throws Exception {
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        OutputStream full = new StandardOutput(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        });
        Streams streams =
                new Streams(InputStream.nullInputStream(), full, new PrintStream(errors, true, StandardCharsets.UTF_8));

        assertThat(Main.execute(streams, "member", "--group", "g", "--name", "ann", "--found"))
                .isEqualTo(ExitCode.FILES.number());
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .contains("tutti member: standard output cannot be written: No space left on device\n");
    }

    @Test
    void doesNotEndWellWhenItsInputBreaks() throws Exception {
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        for (RuntimeException thrown : List.of(new IllegalStateException("a mistake"), new ArithmeticException())) {
            InputStream broken = new InputStream() {
                @Override
                public int read() {
                    throw thrown;
                }

                @Override
                public int read(byte[] bytes, int offset, int length) {
                    throw thrown;
                }
            };
            Streams streams = new Streams(
                    broken, OutputStream.nullOutputStream(), new PrintStream(errors, true, StandardCharsets.UTF_8));

            assertThat(Main.execute(streams, "member", "--group", "g", "--name", "ann", "--found"))
                    .isEqualTo(ExitCode.UNEXPECTED.number());
        }
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("IllegalStateException: a mistake");
    }

    @Test
    void saysWhereItListensAndWhatItTellsOthers() throws Exception {
        try (Session ann = new Session(MEMBER + "ann --found --advertise members.example.org:7800")) {
            ann.await("* view ");
            assertThat(ann.errors())
                    .containsPattern("ann listens on 127\\.0\\.0\\.1:\\d+ \\(TCP\\), and tells others "
                            + "members\\.example\\.org:7800\n");
            assertThat(ann.end()).isZero();
        }
    }

    @Test
    void sendsBytesAsTheyCome() throws Exception {
        try (Session ann = new Session(MEMBER + "ann --found --json --stats")) {
            ann.awaitEvent("view");
            ann.typeBytes(new byte[] {'/', 's', 'e', 'n', 'd', ' ', 'a', 'n', 'n', ' ', (byte) 0xFF, '\n'});
            assertThat(ann.await("\"message\"")).contains("\uFFFD").contains("\"send\"");
            assertThat(ann.end()).isZero();
        }
    }

    @Test
    void printsForPeopleWithoutJson() throws Exception {
        try (Session ann = new Session(MEMBER + "ann --found")) {
            ann.await("* view ", ": ann");
            ann.type("hello\tyou\u001b[2J");

            assertThat(ann.await("ann: ")).isEqualTo("ann: hello\tyou\uFFFD[2J");
            assertThat(ann.end()).isZero();
            assertThat(ann.printed()).contains("* left");
        }
    }

    @Test
    void describesSettingsWithTheirSourcesAndTheStack() throws Exception {
        try (Session ann = new Session(MEMBER + "ann --found --json --describe --set probeMillis=300")) {
            ann.awaitEvent("view");
            assertThat(ann.end()).isZero();

            assertThat(ann.errors())
                    .containsPattern("probeMillis +300 +--set probeMillis")
                    .containsPattern("heartbeatMillis +100 +preset local")
                    .containsPattern("name +ann +--name")
                    .contains(":bottom");
        }
    }
}
