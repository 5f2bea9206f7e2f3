package dev.tutti.membership;

import dev.tutti.ViewId;

/**
 * What the application's state of a member goes back to, as far as others must know to decide who gives his to whom.
 *
 * <p>What a member knows of the primary line says nothing about its state: it may have learned of the line in a view in which it waited for
 * the state in vain.
 *
 * @param view the last view with whose members it shares the state; number 0 if it has none
 * @param line the line of primary views of which {@code primary} is one; 0 if there is none
 * @param primary the last view that may have been primary and in which its state was complete, or the state was that was handed on to
 *     it; number 0 if there is none
 */
public record Heritage(ViewId view, long line, ViewId primary) {
    private static final ViewId NO_VIEW = new ViewId(0, 0);

    /** Of a member without state. */
    public static final Heritage NONE = new Heritage(NO_VIEW, 0, NO_VIEW);

    /**
     * What counts within a line.
     *
     * @param ofLine id of the line
     * @return the last view of it in which the state was complete; number 0 if there is none
     */
    ViewId primaryOf(long ofLine) {
        return line == ofLine ? primary : NO_VIEW;
    }

    /**
     * The same state under another name.
     *
     * @param name see {@link #view}
     * @return a copy with it
     */
    public Heritage named(ViewId name) {
        return new Heritage(name, line, primary);
    }
}
