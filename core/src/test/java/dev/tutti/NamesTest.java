package dev.tutti;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"ann", "a b", "Žofie", "\uD83D\uDC69\u200D\uD83D\uDCBB", "שלום"})
    void takesWhatPeopleWrite(String name) {
        assertThat(Names.problem(name)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\rb", "\u001B[2J", "a\u0085b", "a\u2028b", "\uD83D", "\u202Eann", "a\tb"})
    void refusesWhatLeavesItsLine(String name) {
        assertThat(Names.problem(name)).contains("control characters");
        assertThatThrownBy(() -> new Endpoint(name, 1, new Address("h", 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a member's name must not contain line ends or other control characters");
    }

    @Test
    void refusesNothingAndTooMuch() {
        assertThat(Names.problem("")).contains("1 to 64");
        assertThat(Names.problem(" ")).contains("1 to 64");
        assertThat(Names.problem("a".repeat(64))).isNull();
        assertThat(Names.problem("a".repeat(65))).contains("not 65");
    }
}
