package dev.tutti.sim.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What a script says when it is wrong, or wrong about the product. */
class ScriptTest {
    private static final String PAIR = "found a\nstart b\nawait 1000 together a b\n";

    private static String play(String text) {
        return Script.parse("x.txt", text).play();
    }

    @Test
    void aLineThatCannotBeReadIsNamedWithWhatIsUnderstood() {
        assertThatThrownBy(() -> play("# nobody there\n\nfound a\nkill a\n"))
                .hasMessageContaining("x.txt:4: kill a")
                .hasMessageContaining("'kill' is not understood")
                .hasMessageContaining("crash NAME...");
    }

    @Test
    void aWordThatMakesNoSenseIsNamedWithTheUsageOfItsVerb() {
        assertThatThrownBy(() -> play("found a\nrun soon\n"))
                .hasMessageContaining("x.txt:2: run soon")
                .hasMessageContaining("should be a number, and is 'soon'")
                .hasMessageContaining("run MILLIS");
        assertThatThrownBy(() -> play("lose synch from a to b\n")).hasMessageContaining("there are hello, merge");
        assertThatThrownBy(() -> play("heal a\n")).hasMessageContaining("'a' is too much");
        assertThatThrownBy(() -> play("found\n")).hasMessageContaining("a name is missing");
        assertThatThrownBy(() -> play("expect rain at a\n")).hasMessageContaining("cannot be expected");
        assertThatThrownBy(() -> play("await 10 rain\n")).hasMessageContaining("nothing to wait for");
    }

    @Test
    void nothingIsPlayedOfAScriptThatCannotBeReadToItsEnd() {
        assertThatThrownBy(() -> Script.parse("x.txt", PAIR + "crash c\nkill a\n"))
                .isInstanceOf(Unreadable.class);
    }

    @Test
    void anExpectationThatDoesNotHoldSaysWhatIsThere() {
        assertThatThrownBy(() -> play(PAIR + "expect views of b = a | a b\n"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("x.txt:4: expect views of b")
                .hasMessageContaining("it is [[a, b]], and should be [[a], [a, b]]");
        assertThatThrownBy(() -> play(PAIR + "expect transitional of b = a b\n"))
                .hasMessageContaining("it is [b]");
        assertThatThrownBy(() -> play(PAIR + "expect no view 2 of a\n")).hasMessageContaining("was shown it");
        assertThatThrownBy(() -> play(PAIR + "expect secondary a\n")).hasMessageContaining("a is not");
        assertThatThrownBy(() -> play(PAIR + "expect delivered of b from a = 1\n"))
                .hasMessageContaining("should be [a/1]");
    }

    @Test
    void aRuleThatMeetsNoFrameIsWrong() {
        assertThatThrownBy(() -> play(PAIR + "lose sync from a to b\nsettle 5000\n"))
                .hasMessageContaining("'lose sync from a to b' met no frame");
        assertThatThrownBy(() -> play(PAIR + "pass sync from a to b\n"))
                .hasMessageContaining("there is no 'lose sync from a to b'");
    }

    @Test
    void whatIsHeldArrivesWhenItIsReleased() {
        String trace = play(PAIR + "hold cast from a to b\ncast a 1\nrun 1\nexpect delivered of b from a = 0\n"
                + "release cast from a to b\nrun 1\nexpect delivered of b from a = 1\nsettle 5000\n");

        assertThat(trace).contains("# release cast from a to b\n");
    }

    @Test
    void whatIsLostDoesNotArrive() {
        play(PAIR + "lose cast from a to b\ncast a 1\nrun 1\nexpect delivered of b from a = 0\npass\nsettle 5000\n"
                + "expect delivered of b from a = 1\n");
    }

    @Test
    void theCheckersHaveTheLastWord() {
        // A group that is split for ever does not come together, and a script that says nothing of an end need not.
        play(PAIR + "partition a | b\nrun 5000\n");
        assertThatThrownBy(() -> play("seeds a b c\nstart a\nsettle 1000\n")).hasMessageContaining("LIVE");
    }

    @Test
    void theSameScriptGivesTheSameTrace() {
        String script = "seed 7\n" + PAIR + "quality loss 0.2 doubling 0.1\ncast a b 10\nrun 100\nsettle 5000\n";

        assertThat(play(script)).isEqualTo(play(script)).isNotEqualTo(play(script.replace('7', '8')));
    }
}
