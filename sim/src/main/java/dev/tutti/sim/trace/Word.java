package dev.tutti.sim.trace;

import java.util.HexFormat;

/** Text in one word: whatever would separate words, or items of a list, is written as {@code %} and four hexadecimal digits. */
final class Word {
    private static final HexFormat HEX = HexFormat.of();
    private static final int ESCAPE_LENGTH = 5;

    private Word() {}

    static String write(String text) {
        if (text.isEmpty()) {
            return "%";
        }
        if (text.chars().allMatch(Word::plain)) {
            return text;
        }
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (plain(c)) {
                word.append(c);
            } else {
                word.append('%').append(HEX.toHexDigits(c));
            }
        }
        return word.toString();
    }

    static String read(String word) {
        if (word.equals("%")) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c == '%') {
                String digits = word.substring(i + 1, Math.min(i + ESCAPE_LENGTH, word.length()));
                if (digits.length() < ESCAPE_LENGTH - 1 || !digits.chars().allMatch(HexFormat::isHexDigit)) {
                    throw new IllegalArgumentException("'" + word + "': four hexadecimal digits must follow each %");
                }
                text.append((char) HexFormat.fromHexDigits(digits));
                i += ESCAPE_LENGTH - 1;
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    private static boolean plain(int c) {
        return c > ' ' && c < 0x7F && c != '%' && c != ',' && c != '~' && c != '#';
    }
}
