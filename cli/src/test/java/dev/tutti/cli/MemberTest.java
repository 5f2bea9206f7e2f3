package dev.tutti.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Members on real sockets of this machine, in this process. */
class MemberTest {
    private static final String MEMBER = "member --group g --preset local --name ";

    @Test
    void castsItsInputAndPrintsOneObjectPerLine() throws Exception {
        try (Session ann = new Session(MEMBER + "ann --found --json --stats")) {
            assertThat(ann.awaitEvent("view"))
                    .containsEntry("members", List.of("ann"))
                    .containsEntry("transitional", List.of("ann"))
                    .containsEntry("joined", List.of())
                    .containsEntry("left", List.of())
                    .containsEntry("primary", true);
            ann.type("hello \"you\"", "", "//slash", "/flush", "/view");
            ann.await("{\"event\":\"flushed\"}");

            assertThat(ann.end()).isZero();
            assertThat(ann.printed())
                    .contains(
                            "{\"event\":\"message\",\"from\":\"ann\",\"kind\":\"cast\",\"payload\":\"hello \\\"you\\\"\"}")
                    .contains("{\"event\":\"message\",\"from\":\"ann\",\"kind\":\"cast\",\"payload\":\"\"}")
                    .contains("{\"event\":\"message\",\"from\":\"ann\",\"kind\":\"cast\",\"payload\":\"/slash\"}")
                    .contains("{\"event\":\"left\"}")
                    .last()
                    .asString()
                    .startsWith("{\"event\":\"stats\",\"counters\":{\"");
            assertThat(ann.printed().stream().filter(line -> line.contains("\"view\"")))
                    .as("one view, printed again on request")
                    .hasSize(2);
        }
    }

    @Test
    void sendsToOneMemberByName() throws Exception {
        try (Session ann = new Session(MEMBER + "ann --found --json")) {
            ann.awaitEvent("view");
            try (Session bob = new Session(MEMBER + "bob --json --seeds " + ann.address())) {
                bob.await("\"view\"", "[\"ann\",\"bob\"]");
                ann.await("\"view\"", "\"joined\":[\"bob\"]");
                bob.type("/send ann for you, ann", "for all");

                // A send and a cast are not ordered against each other.
                List<String> messages = List.of(ann.await("\"message\""), ann.await("\"message\""));
                assertThat(messages)
                        .containsExactlyInAnyOrder(
                                "{\"event\":\"message\",\"from\":\"bob\",\"kind\":\"send\",\"payload\":\"for you, ann\"}",
                                "{\"event\":\"message\",\"from\":\"bob\",\"kind\":\"cast\",\"payload\":\"for all\"}");
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
                            "unknown command /dance: there are /send NAME TEXT, /view, /flush, /leave; write //dance");
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
