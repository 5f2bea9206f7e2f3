package dev.tutti.bench;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Writes maps, lists, strings and numbers as JSON. */
final class Json {
    private final StringBuilder text = new StringBuilder();

    private Json() {}

    /**
     * Writes a value.
     *
     * @param value a map with string keys, a list, a string, or a finite number
     * @return the text, on one line
     * @throws IllegalArgumentException if there is something else in it
     */
    static String text(Object value) {
        Json json = new Json();
        json.write(value);
        return json.text.toString();
    }

    private void write(Object value) {
        switch (value) {
            case Map<?, ?> map -> object(map);
            case List<?> list -> array(list);
            case String string -> string(string);
            case Integer whole -> text.append(whole);
            case Long whole -> text.append(whole);
            case Double number when Double.isFinite(number) -> text.append(number);
            default -> throw new IllegalArgumentException("not for JSON: " + value);
        }
    }

    private void object(Map<?, ?> map) {
        text.append('{');
        for (Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator(); entries.hasNext(); ) {
            Map.Entry<?, ?> entry = entries.next();
            string((String) entry.getKey());
            text.append(':');
            write(entry.getValue());
            text.append(entries.hasNext() ? "," : "");
        }
        text.append('}');
    }

    private void array(List<?> list) {
        text.append('[');
        for (Iterator<?> values = list.iterator(); values.hasNext(); ) {
            write(values.next());
            text.append(values.hasNext() ? "," : "");
        }
        text.append(']');
    }

    private void string(String string) {
        text.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ') {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
