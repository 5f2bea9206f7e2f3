package dev.tutti.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.GroupProperties;
import org.junit.jupiter.api.Test;

class ContenderTest {
    @Test
    void eachIsFoundByItsLabel() {
        for (Contender contender : Contender.usual()) {
            assertThat(Contender.of(contender.label())).isEqualTo(contender);
        }
        assertThat(Contender.usual()).hasSize(6).doesNotContain(Contender.TUTTI_TCP_UNPACKED);
    }

    @Test
    void aTuttiMayRunWhateverAGroupCanRun() {
        Contender total = Contender.of("tutti-udp:engine=token order=total");
        assertThat(total.label()).isEqualTo("tutti-udp:order=total engine=token");
        assertThat(Contender.of(total.label())).isEqualTo(total);
        assertThat(((Brand.OfTutti) total.brand()).group())
                .isEqualTo(GroupProperties.parse("order=total engine=token"));
    }
}
