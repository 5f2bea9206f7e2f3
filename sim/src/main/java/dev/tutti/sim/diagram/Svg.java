package dev.tutti.sim.diagram;

import java.util.Locale;

/** Writes elements of SVG. */
final class Svg {
    private final StringBuilder text = new StringBuilder();

    /**
     * Adds an element without content.
     *
     * @param element its name
     * @param attributes names and values in turn; numbers are written with one digit behind the point
     */
    Svg add(String element, Object... attributes) {
        open(element, attributes);
        text.insert(text.length() - 1, '/');
        return this;
    }

    /** Adds an element that says more when it is pointed at. */
    Svg addTitled(String title, String element, Object... attributes) {
        open(element, attributes);
        text.append("<title>")
                .append(escape(title))
                .append("</title></")
                .append(element)
                .append('>');
        return this;
    }

    Svg text(double x, double y, String style, String words) {
        open("text", "x", x, "y", y, "class", style);
        text.append(escape(words)).append("</text>");
        return this;
    }

    /** Adds words to the element that is open. */
    Svg words(String words) {
        text.append(escape(words));
        return this;
    }

    /** Adds elements that are written already. */
    Svg written(String elements) {
        text.append(elements);
        return this;
    }

    Svg open(String element, Object... attributes) {
        text.append('\n').append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            text.append(' ')
                    .append(attributes[i])
                    .append("=\"")
                    .append(value(attributes[i + 1]))
                    .append('"');
        }
        text.append('>');
        return this;
    }

    Svg close(String element) {
        text.append("</").append(element).append('>');
        return this;
    }

    private static String value(Object value) {
        return value instanceof Double number
                ? String.format(Locale.ROOT, "%.1f", number)
                : escape(String.valueOf(value));
    }

    static String escape(String raw) {
        return raw.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
