package dev.tutti;

import java.util.List;

/** Options that make no sense; lists every problem, each with its remedy. */
public final class ConfigException extends TuttiException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    /**
     * Lists the problems.
     *
     * @param problems one sentence each
     */
    public ConfigException(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /**
     * What is wrong.
     *
     * @return one sentence each
     */
    public List<String> problems() {
        return problems;
    }
}
