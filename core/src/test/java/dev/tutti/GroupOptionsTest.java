package dev.tutti;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.GroupOptions.Order;
import org.junit.jupiter.api.Test;

class GroupOptionsTest {
    @Test
    void contradictionsAreNamedWithTheirRemedy() {
        assertThatThrownBy(() -> GroupOptions.DEFAULT.withCausalSends().validate())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("order(CAUSAL)");
    }

    @Test
    void whatWasAskedForStays() {
        GroupOptions asked =
                GroupOptions.DEFAULT.withPrimaryOnly().order(Order.CAUSAL).withCausalSends();
        assertThat(asked.validate()).isEqualTo(new GroupOptions(Order.CAUSAL, null, 0, true, true, null));
    }
}
