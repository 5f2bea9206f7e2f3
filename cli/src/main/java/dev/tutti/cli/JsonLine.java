package dev.tutti.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Builds one line of JSON in UTF-8, to be used again for the next. The caller opens and closes objects and lists in pairs. Not
 * thread-safe.
 */
final class JsonLine {
    private static final int KEPT_BYTES = 1 << 20;
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private byte[] bytes = new byte[512];
    private int length;
    private boolean first = true;

    /** Begins an object, at the start or as a value. */
    JsonLine object() {
        separate();
        return open('{');
    }

    JsonLine endObject() {
        return close('}');
    }

    /** Begins a list, as a value. */
    JsonLine list() {
        separate();
        return open('[');
    }

    JsonLine endList() {
        return close(']');
    }

    /** Names the value that follows. */
    JsonLine name(String name) {
        separate();
        string(name);
        put(':');
        first = true;
        return this;
    }

    JsonLine value(@Nullable String value) {
        separate();
        if (value == null) {
            ascii("null");
        } else {
            string(value);
        }
        return this;
    }

    JsonLine value(long value) {
        separate();
        ascii(Long.toString(value));
        return this;
    }

    JsonLine value(boolean value) {
        separate();
        ascii(value ? "true" : "false");
        return this;
    }

    /** A name and a text. */
    JsonLine field(String name, @Nullable String value) {
        return name(name).value(value);
    }

    /** A name and a list of texts. */
    JsonLine field(String name, Collection<?> values) {
        name(name).list();
        values.forEach(value -> value(value.toString()));
        return endList();
    }

    /**
     * Writes the line with its end in one call, and empties this.
     *
     * @param out flushed
     * @throws IOException as thrown by {@code out}
     */
    void writeTo(OutputStream out) throws IOException {
        put('\n');
        out.write(bytes, 0, length);
        out.flush();
        length = 0;
        first = true;
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[512];
        }
    }

    private JsonLine open(char bracket) {
        put(bracket);
        first = true;
        return this;
    }

    private JsonLine close(char bracket) {
        put(bracket);
        first = false;
        return this;
    }

    private void separate() {
        if (!first) {
            put(',');
        }
        first = false;
    }

    private void string(String text) {
        put('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x7f && c != '"' && c != '\\') {
                put(c);
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                utf8(Character.toCodePoint(c, text.charAt(i)));
            } else if (Character.isSurrogate(c)) {
                utf8('\uFFFD');
            } else if (c > 0x9f) {
                utf8(c);
            } else {
                escape(c);
            }
        }
        put('"');
    }

    private void escape(char c) {
        put('\\');
        switch (c) {
            case '"', '\\' -> put(c);
            case '\n' -> put('n');
            case '\r' -> put('r');
            case '\t' -> put('t');
            default -> {
                ascii("u00");
                put((char) HEX[c >> 4]);
                put((char) HEX[c & 15]);
            }
        }
    }

    private void utf8(int codePoint) {
        if (codePoint < 0x800) {
            put(0xC0 | (codePoint >> 6));
        } else {
            if (codePoint < 0x10000) {
                put(0xE0 | (codePoint >> 12));
            } else {
                put(0xF0 | (codePoint >> 18));
                put(0x80 | ((codePoint >> 12) & 0x3F));
            }
            put(0x80 | ((codePoint >> 6) & 0x3F));
        }
        put(0x80 | (codePoint & 0x3F));
    }

    private void ascii(String text) {
        for (int i = 0; i < text.length(); i++) {
            put(text.charAt(i));
        }
    }

    private void put(int value) {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * length);
        }
        bytes[length++] = (byte) value;
    }
}
