package dev.tutti.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.GroupProperties;
import dev.tutti.GroupProperties.Engine;
import dev.tutti.Options;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is asked for is in every run, or is refused. */
class PaletteTest {
    private static Palette fixed(Set<Property> always, Set<Property> never) {
        return new Palette(Choice.drawn(), new Choice<>(always, never));
    }

    private static Palette with(Property property) {
        return fixed(Set.of(property), Set.of());
    }

    private static Palette exactly(Set<Property> these) {
        return new Palette(Choice.drawn(), Choice.exactly(these, EnumSet.allOf(Property.class)));
    }

    private static List<Setup> setups(Palette palette) {
        return LongStream.rangeClosed(1, 50)
                .mapToObj(seed -> Swarm.plan(seed, palette).setup())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"TOKEN,TOKEN", "ROTATING_TOKEN,ROTATING_TOKEN", "ROUND_ROBIN,ROUND_ROBIN", "ONLY_PB,SEQUENCER"})
    void anEngineThatIsAskedForOrdersInEveryRun(Property asked, Engine engine) {
        assertThat(setups(with(asked))).allSatisfy(setup -> {
            assertThat(setup.group().properties().order().isTotal()).isTrue();
            assertThat(setup.group().properties().engine(engine))
                    .isEqualTo(setup.group().properties());
        });
    }

    @Test
    void whatIsAskedForComesWithWhatItNeeds() {
        assertThat(setups(with(Property.MERGE)))
                .allSatisfy(setup -> assertThat(setup.state()).isPresent());
        assertThat(setups(with(Property.LARGE_STATE)))
                .allSatisfy(setup -> assertThat(setup.stateFillerBytes()).isPositive());
        assertThat(setups(with(Property.CAUSAL_SENDS)))
                .allSatisfy(setup ->
                        assertThat(setup.group().properties().causalSends()).isTrue());
        assertThat(setups(with(Property.FULL_VECTORS)))
                .allSatisfy(
                        setup -> assertThat(setup.group().properties().order().isCausal())
                                .isTrue());
    }

    @Test
    void nothingWinsOverWhatIsAskedFor() {
        assertThat(setups(with(Property.ONLY_BB)))
                .allSatisfy(setup -> assertThat(setup.options().get(Options.BB_THRESHOLD_BYTES))
                        .isZero());
        assertThat(setups(with(Property.RESILIENCE)))
                .allSatisfy(setup -> assertThat(setup.group().properties().resilience())
                        .isPositive()
                        .isNotEqualTo(GroupProperties.ALL));
        assertThat(setups(with(Property.SMALL_FRAMES)))
                .allSatisfy(setup -> assertThat(setup.maxFrameBytes()).isLessThan(1_400));
        assertThat(with(Property.LARGE_MESSAGES).has(Property.MANY, true)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void eachPropertyCanBeAskedForAloneWithWhatItNeeds(Property property) {
        Set<Property> these = EnumSet.of(property);
        these.addAll(property.needs());

        assertThat(exactly(these).properties().always()).isEqualTo(these);
        assertThat(with(property).properties().always()).isEqualTo(these);
        assertThat(property.needs())
                .allSatisfy(needed -> assertThat(needed.needs())
                        .as("nothing is needed for what is needed")
                        .isEmpty());
    }

    @Test
    void whatAsksForEverythingItNeedsIsLeftAsItIs() {
        Choice<Property> tokens = new Choice<>(
                EnumSet.of(Property.TOTAL, Property.TOKEN), EnumSet.of(Property.ROTATING_TOKEN, Property.ROUND_ROBIN));

        assertThat(new Palette(Choice.drawn(), tokens).properties()).isEqualTo(tokens);
        assertThat(Palette.DRAWN.properties()).isEqualTo(Choice.drawn());
    }

    @ParameterizedTest
    @CsvSource({
        "TOKEN, TOTAL",
        "ONLY_BB, TOTAL",
        "MERGE, STATE",
        "LARGE_STATE, STATE",
        "CAUSAL_SENDS, CAUSAL",
        "FULL_VECTORS, CAUSAL"
    })
    void whatNeedsSomethingThatNoRunHasIsRefused(Property property, Property needed) {
        String message = "'" + Palette.word(property) + "' needs '" + Palette.word(needed) + "': have both, or neither";

        assertThatThrownBy(() -> exactly(Set.of(property))).hasMessage(message);
        assertThatThrownBy(() -> fixed(Set.of(property), Set.of(needed))).hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        "TOKEN, ROUND_ROBIN",
        "TOKEN, ROTATING_TOKEN",
        "ROTATING_TOKEN, ROUND_ROBIN",
        "ONLY_PB, TOKEN",
        "ONLY_BB, ONLY_PB",
        "RESILIENCE, SAFE",
        "SMALL_FRAMES, LARGE_FRAMES",
        "LARGE_MESSAGES, MANY"
    })
    void whatExcludesEachOtherIsRefused(Property one, Property other) {
        Set<Property> both = EnumSet.of(one, other, Property.TOTAL);
        String message = "'" + Palette.word(other) + "' excludes '" + Palette.word(one) + "': leave one of the two out";

        assertThatThrownBy(() -> exactly(both)).hasMessage(message);
        assertThatThrownBy(() -> fixed(both, Set.of())).hasMessage(message);
    }
}
