package dev.tutti.sim.diagram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.tutti.Delivery;
import dev.tutti.GroupProperties;
import dev.tutti.sim.Cluster;
import dev.tutti.sim.Setup;
import dev.tutti.sim.check.Violation;
import dev.tutti.sim.trace.Trace;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.stream.LongStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class DiagramTest {
    private static Diagram ofARun() {
        Cluster cluster = new Cluster(1, Setup.DEFAULT);
        NetworkRecorder recorder = new NetworkRecorder(cluster.scheduler()::nowNanos);
        cluster.network().observe(recorder);
        cluster.found("a");
        cluster.start("b", "c");
        cluster.await(1_000, cluster.together("a", "b", "c"));
        cluster.cut("c", "b");
        cluster.cast("c", 2);
        cluster.run(10);
        cluster.crash("c");
        cluster.settle(10_000);
        return new Diagram(
                "a <run>",
                cluster.trace(),
                List.of(new Violation("VS", 2_000_000, "b", "b & a differ")),
                recorder.transits(),
                List.of(new Caption(1_000_000, "cut \"c\" to b")));
    }

    private static Document parse(String xml) throws Exception {
        return DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(xml)));
    }

    @Test
    void thePictureIsWellFormedAndShowsViewsMessagesCrashAndViolation() throws Exception {
        String svg = ofARun().svg();
        assertThat(parse(svg).getDocumentElement().getNodeName()).isEqualTo("svg");
        assertThat(svg)
                .contains("class=\"view primary\"")
                .contains("data-message=\"c/1\"")
                .contains("class=\"crash\"")
                .contains("class=\"transit sync\"")
                .contains("transit data lost")
                .contains("id=\"violation1\"")
                .contains("cut &quot;c&quot; to b");
    }

    @Test
    void thePageNeedsNothingElse() {
        String html = ofARun().html();
        assertThat(html)
                .contains("<title>a &lt;run&gt;</title>")
                .contains("VS at b, 2 ms: b &amp; a differ")
                .contains("What the signs mean", "cast, in its sender's colour")
                .doesNotContain("{picture}", "{script}", "{title}", "{remarks}", "{violations}", "{legend}")
                .doesNotContain("src=", "@import", "url(");
    }

    @Test
    void thePictureTellsItsTitleWhatWasViolatedAndWhatTheSignsMean() throws Exception {
        String words = parse(ofARun().svg()).getDocumentElement().getTextContent();
        assertThat(words)
                .contains("a <run>")
                .contains("1. VS at b, 2 ms: b & a differ")
                .contains("cast, in its sender's colour")
                .contains("sync message", "frame that was lost", "crashes", "a guarantee broken")
                .contains("frames with probes, or with data that arrived, are not drawn");
    }

    @Test
    void thePictureHasNoFramesThatWouldHideTheRestAndThePageHasThem() {
        assertThat(ofARun().svg())
                .contains("class=\"transit change\"", "class=\"transit data lost\"")
                .doesNotContain("class=\"transit data\"", "class=\"transit probe");
        assertThat(ofARun().html()).contains("class=\"transit data\"", "class=\"transit probe");
    }

    @Test
    void kindsOfMessagesAreToldApart() {
        Cluster cluster = ofTwo();
        cluster.cast("a", 1);
        cluster.member("a").cast(0, Delivery.UNORDERED);
        cluster.member("a").gbcast(0);
        cluster.send("a", "b", 1);
        cluster.settle(10_000);
        String svg = new Diagram("", cluster.trace(), List.of(), List.of(), List.of()).svg();
        assertThat(svg)
                .contains("class=\"message cast\" data-message=\"a/1\"")
                .contains("class=\"message unordered\" data-message=\"a/2\"")
                .contains("class=\"message gbcast\" data-message=\"a/3\"")
                .contains("class=\"message send\" data-message=\"a&gt;b/1\"")
                .contains("a casts, so that it may overtake others, a/2", "b is handed a/3, gbcast of a~");
    }

    @Test
    void aSwitchIsShownAndWhatTheViewsPromiseBeforeAndAfterIt() {
        Cluster cluster = ofTwo();
        cluster.member("a").reconfigure(GroupProperties.parse("order=total resilience=3"));
        cluster.settle(10_000);
        cluster.cast("a", 1);
        cluster.run(1_000);
        cluster.cast("a", 1);
        cluster.run(1_000);
        assertThat(new Diagram("", cluster.trace(), List.of(), List.of(), List.of()).svg())
                .contains("a asks its group for order=total resilience=3", "the wish of a is over")
                .contains("promises no more than every group", "promises total resilience=3")
                .contains("class=\"name runs\">total resilience=3");
    }

    @Test
    void theSameRunGivesTheSamePicture() {
        assertThat(ofARun().svg()).isEqualTo(ofARun().svg());
    }

    @Test
    void anEmptyTraceIsDrawnToo() {
        Diagram empty = new Diagram("nothing", new Trace(), List.of(), List.of(), List.of());
        assertThatCode(() -> parse(empty.svg())).doesNotThrowAnyException();
        assertThat(empty.html()).contains("All guarantees were kept.");
    }

    @Test
    void theScaleKeepsTheOrderAndStretchesWhatIsClose() {
        TimeScale scale = new TimeScale(LongStream.of(0, 1_000, 2_000, 5_000_000_000L), 10);
        assertThat(scale.x(0)).isEqualTo(10);
        assertThat(scale.x(1_000)).isGreaterThan(scale.x(500)).isLessThan(scale.x(1_500));
        assertThat(scale.x(5_000_000_000L) - scale.x(2_000)).isLessThan(30 * (scale.x(2_000) - scale.x(1_000)));
        assertThat(scale.x(-5)).isEqualTo(10);
        assertThat(scale.x(Long.MAX_VALUE)).isEqualTo(scale.end());
    }

    @Test
    void pageAndStyleAreInTheJar() throws IOException {
        assertThat(Page.style()).contains(".view");
    }

    private static Cluster ofTwo() {
        Cluster cluster = new Cluster(1, Setup.DEFAULT);
        cluster.found("a");
        cluster.start("b");
        cluster.await(1_000, cluster.together("a", "b"));
        return cluster;
    }
}
