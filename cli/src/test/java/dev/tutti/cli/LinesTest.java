package dev.tutti.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.PayloadTooLargeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinesTest {
    private static Lines lines(String text, int max) {
        return new Lines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), max, "split it");
    }

    private static List<String> all(Lines lines) throws IOException {
        List<String> all = new ArrayList<>();
        for (byte[] line = lines.next(); line != null; line = lines.next()) {
            all.add(new String(line, StandardCharsets.UTF_8));
        }
        return all;
    }

    @Test
    void splitsAtLineEndsAndKeepsEmptyLines() throws IOException {
        assertThat(all(lines("one\n\ntwo\r\nthree", 10))).containsExactly("one", "", "two", "three");
        assertThat(all(lines("one\n", 10))).containsExactly("one");
        assertThat(all(lines("", 10))).isEmpty();
    }

    @Test
    void readsLinesLongerThanItsBuffer() throws IOException {
        String line = "x".repeat(200_000);

        assertThat(all(lines(line + "\nnext\n", 200_000))).containsExactly(line, "next");
    }

    @Test
    void skipsALineThatIsTooLongAndGoesOn() throws IOException {
        Lines lines = lines("x".repeat(200_000) + "\nnext\n", 100);

        assertThatThrownBy(lines::next)
                .isInstanceOf(PayloadTooLargeException.class)
                .hasMessageContaining("200000 bytes");
        assertThat(all(lines)).containsExactly("next");
    }

    @Test
    void saysWhetherMoreIsThere() throws IOException {
        Lines lines = lines("one\ntwo\n", 10);
        assertThat(lines.ready()).isTrue();
        lines.next();
        assertThat(lines.ready()).isTrue();
        lines.next();
        assertThat(lines.ready()).isFalse();
    }
}
