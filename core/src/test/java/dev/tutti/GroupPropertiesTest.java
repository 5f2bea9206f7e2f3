package dev.tutti;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.GroupProperties.Engine;
import dev.tutti.GroupProperties.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GroupPropertiesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "order=fifo",
                "order=causal causal-sends",
                "order=total",
                "order=total engine=token resilience=2",
                "order=total-causal engine=round-robin resilience=all",
                "order=total-causal engine=token causal-sends"
            })
    void whatIsWrittenReadsBack(String text) {
        assertThat(GroupProperties.parse(text)).hasToString(text);
    }

    @Test
    void whatIsNotNamedIsAsByDefault() {
        assertThat(GroupProperties.parse("  ")).isEqualTo(GroupProperties.DEFAULT);
        assertThat(GroupProperties.parse("resilience=1")).isEqualTo(GroupProperties.DEFAULT.resilience(1));
        assertThat(GroupProperties.parse(" engine=rotating-token   order=total "))
                .isEqualTo(GroupProperties.DEFAULT.order(Order.TOTAL).engine(Engine.ROTATING_TOKEN));
    }

    @ParameterizedTest
    @CsvSource({
        "order=total order=causal, name each property once",
        "order=best, is not understood",
        "speed=high, there are order=fifo",
        "resilience=many, resilience=NUMBER|all",
        "resilience=-1, 0 or more",
        "engine=token, order total",
        "order=total causal-sends, order causal or total-causal"
    })
    void whatMakesNoSenseIsNamedWithItsRemedy(String text, String part) {
        assertThatThrownBy(() -> GroupProperties.parse(text))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(part);
    }

    @Test
    void theDefaultEngineIsTheSameWhetherItIsNamedOrNot() {
        GroupProperties named = GroupProperties.parse("order=total engine=sequencer");
        assertThat(named).isEqualTo(GroupProperties.parse("order=total")).hasToString("order=total");
        assertThat(GroupProperties.DEFAULT.engine(Engine.SEQUENCER).order(Order.TOTAL))
                .isEqualTo(named);
        assertThatThrownBy(() -> GroupProperties.parse("engine=sequencer")).isInstanceOf(ConfigException.class);
    }

    @Test
    void wordsWithoutAValueAreTakenForOneAnotherOnlyIfTheyAreTheSame() {
        assertThatThrownBy(() -> GroupProperties.parse("order=causal causal-sends foo bar"))
                .hasMessageContaining("'foo' is not understood")
                .hasMessageNotContaining("said before");
        assertThatThrownBy(() -> GroupProperties.parse("order=causal causal-sends causal-sends"))
                .hasMessageContaining("said before");
    }

    @Test
    void allProblemsAreListed() {
        assertThatThrownBy(() -> GroupProperties.parse("order=best pace=slow"))
                .hasMessageContaining("'order=best'")
                .hasMessageContaining("'pace=slow'");
    }
}
