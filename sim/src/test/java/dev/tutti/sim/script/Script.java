package dev.tutti.sim.script;

import java.util.ArrayList;
import java.util.List;

/** What is done in a scenario, line by line. */
final class Script {
    private record Line(int number, String text, Action action) {}

    private final String file;
    private final List<Line> lines;

    private Script(String file, List<Line> lines) {
        this.file = file;
        this.lines = lines;
    }

    /**
     * Reads a script; empty lines and lines that begin with {@code #} are for people.
     *
     * @param file its name, for messages
     * @param text its lines
     * @throws Unreadable naming the file, the line, and what is understood
     */
    static Script parse(String file, String text) {
        List<Line> lines = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                try {
                    lines.add(new Line(number, line.trim(), Verbs.read(line)));
                } catch (Unreadable wrong) {
                    throw new Unreadable(file + ":" + number + ": " + line.trim() + "\n" + wrong.getMessage());
                }
            }
        }
        return new Script(file, lines);
    }

    /**
     * Plays it, and has the checkers look at the result.
     *
     * @return the trace
     */
    String play() {
        Stage stage = new Stage();
        for (Line line : lines) {
            if (!line.text.startsWith("expect ")) {
                stage.cue(line.text);
            }
            play(stage, line);
        }
        play(stage, new Line(lines.size(), "check", Verbs.read("check")));
        return stage.text();
    }

    private void play(Stage stage, Line line) {
        try {
            line.action.run(stage);
        } catch (RuntimeException failed) {
            throw new AssertionError(
                    file + ":" + line.number + ": " + line.text + "\n" + failed.getMessage() + "\n" + stage.text(),
                    failed);
        }
    }
}
