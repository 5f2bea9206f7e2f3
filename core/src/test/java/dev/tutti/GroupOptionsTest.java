package dev.tutti;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.GroupProperties.Order;
import org.junit.jupiter.api.Test;

class GroupOptionsTest {
    @Test
    void contradictionsAreNamedWithTheirRemedy() {
        assertThatThrownBy(() -> GroupOptions.DEFAULT.withCausalSends().validate())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("ask for the order causal");
    }

    @Test
    void whatWasAskedForStays() {
        GroupOptions asked =
                GroupOptions.DEFAULT.withPrimaryOnly().order(Order.CAUSAL).withCausalSends();
        assertThat(asked.validate())
                .isEqualTo(new GroupOptions(new GroupProperties(Order.CAUSAL, null, 0, true), true, null));
    }
}
