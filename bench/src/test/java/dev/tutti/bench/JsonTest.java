package dev.tutti.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void writesEachKindOfValue() {
        assertThat(Json.text(List.of("a", 1, 2L, 2.5, Map.of("k", List.of()), Map.of())))
                .isEqualTo("[\"a\",1,2,2.5,{\"k\":[]},{}]");
    }

    @Test
    void escapesWhatMustBeEscaped() {
        assertThat(Json.text("a\"b\\c\nd\u00e9")).isEqualTo("\"a\\\"b\\\\c\\u000ad\u00e9\"");
    }

    @Test
    void refusesWhatJsonCannotHold() {
        assertThatThrownBy(() -> Json.text(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Json.text(new Object())).isInstanceOf(IllegalArgumentException.class);
    }
}
