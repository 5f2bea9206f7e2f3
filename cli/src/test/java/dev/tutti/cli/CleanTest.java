package dev.tutti.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CleanTest {
    @Test
    void leavesTextOfAnyLanguageAlone() {
        assertThat(Clean.text("Grüße, 你好, שלום 😀\n\tnext")).isEqualTo("Grüße, 你好, שלום 😀\n\tnext");
    }

    @Test
    void letsNobodyMoveTheCursorOrTurnTheLine() {
        assertThat(Clean.text("a\u001b[2Jb\rc\u009bd\u202ee")).isEqualTo("a\uFFFD[2Jb\uFFFDc\uFFFDd\uFFFDe");
    }

    @Test
    void makesOneLineOfSeveral() {
        assertThat(Clean.line("a\nb")).isEqualTo("a b");
    }
}
