package dev.tutti.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonTest {
    private final JsonLine line = new JsonLine();

    private String written() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        line.writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void writesObjectsListsAndValues() throws IOException {
        line.object().field("event", "view").field("members", List.of("a", "b")).field("left", List.of());
        line.name("primary").value(true).name("count").value(-7).field("nothing", (String) null);
        line.name("posts")
                .list()
                .object()
                .name("depth")
                .value(0)
                .endObject()
                .object()
                .endObject()
                .endList();
        line.endObject();

        assertThat(written())
                .isEqualTo("{\"event\":\"view\",\"members\":[\"a\",\"b\"],\"left\":[],\"primary\":true,\"count\":-7,"
                        + "\"nothing\":null,\"posts\":[{\"depth\":0},{}]}\n");
    }

    @Test
    void beginsAnewAfterEachLine() throws IOException {
        line.object().field("a", "1").endObject();
        written();
        line.object().field("b", "2").endObject();

        assertThat(written()).isEqualTo("{\"b\":\"2\"}\n");
    }

    @Test
    void escapesWhatJsonAndTerminalsMustNotSee() throws IOException {
        line.object().field("t", "\"\\\n\r\t\u0000\u001b\u007f\u009b/äß€😀").endObject();

        assertThat(written()).isEqualTo("{\"t\":\"\\\"\\\\\\n\\r\\t\\u0000\\u001b\\u007f\\u009b/äß€😀\"}\n");
    }

    @Test
    void replacesHalfCharacters() throws IOException {
        line.object().field("t", "a\ud83d" + "b\ude00").endObject();

        assertThat(written()).isEqualTo("{\"t\":\"a\uFFFDb\uFFFD\"}\n");
    }

    @Test
    void readsWhatItWrites() throws IOException {
        Random random = new Random(5);
        for (int i = 0; i < 2_000; i++) {
            String text = random.ints(random.nextInt(50), 0, 0x11_0000)
                    .filter(c -> c < 0xD800 || c > 0xDFFF)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            line.object()
                    .field("t", text)
                    .field("l", List.of(text))
                    .name("n")
                    .value(i)
                    .endObject();

            assertThat(JsonReader.object(written())).isEqualTo(Map.of("t", text, "l", List.of(text), "n", (long) i));
        }
    }

    @Test
    void writesALineOfAnyLength() throws IOException {
        String text = "x".repeat(3_000_000);
        line.object().field("t", text).endObject();

        assertThat(written()).hasSize(text.length() + "{\"t\":\"\"}\n".length());
    }

    @Test
    void readsSpacesWordsAndFractions() {
        List<Object> a = new ArrayList<>(List.of(1L, -25.0, true, false));
        a.add(null);

        assertThat(JsonReader.object(" { \"a\" : [ 1 , -2.5e1 , true , false , null ] , \"b\" : \"\\u00e4\\/\" } "))
                .isEqualTo(Map.of("a", a, "b", "ä/"));
    }

    @Test
    void refusesWhatIsNoJsonObject() {
        List<String> wrong =
                new ArrayList<>(List.of("", "[]", "{", "{}x", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}"));
        wrong.addAll(List.of(
                "{\"a\":tru}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u00\"}",
                "{\"a\":1-2}",
                "{\"a\":\"\n\"}",
                "{\"a\":[1,]}"));
        wrong.add("{\"a\":" + "[".repeat(1_000));
        for (String text : wrong) {
            assertThatThrownBy(() -> JsonReader.object(text))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("no JSON at character");
        }
    }
}
