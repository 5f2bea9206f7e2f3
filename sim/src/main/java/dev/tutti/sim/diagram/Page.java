package dev.tutti.sim.diagram;

import dev.tutti.sim.check.Violation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The page around a picture. Style, script and frame are files beside this class, put into one document. */
final class Page {
    private Page() {}

    static String style() {
        return resource("diagram.css");
    }

    static String of(String title, List<Violation> violations, List<String> remarks, String legend, String picture) {
        return resource("diagram.html")
                .replace("{title}", Svg.escape(title))
                .replace("{violations}", violations(violations))
                .replace("{remarks}", Svg.escape(String.join(" ", remarks)))
                .replace("{legend}", legend)
                .replace("{script}", resource("diagram.js"))
                .replace("{picture}", picture);
    }

    private static String violations(List<Violation> violations) {
        if (violations.isEmpty()) {
            return "<p class=\"well\">All guarantees were kept.</p>";
        }
        StringBuilder list = new StringBuilder("<ol class=\"violated\">");
        for (int i = 0; i < violations.size(); i++) {
            list.append("<li><a href=\"#violation").append(i + 1).append("\">");
            list.append(Svg.escape(violations.get(i).toString())).append("</a></li>");
        }
        return list.append("</ol>").toString();
    }

    private static String resource(String name) {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("this jar lacks " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
