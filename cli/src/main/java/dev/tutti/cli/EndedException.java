package dev.tutti.cli;

import dev.tutti.Left;

/** The member is out of the group, and not because it left. */
final class EndedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Left.Reason reason;

    /**
     * Says what became of it.
     *
     * @param reason any but {@link Left.Reason#LEFT}
     */
    EndedException(Left.Reason reason) {
        super("out of the group without having left it in good order: " + text(reason));
        this.reason = reason;
    }

    private static String text(Left.Reason reason) {
        return switch (reason) {
            case LEFT -> throw new IllegalArgumentException("it left");
            case CLOSED ->
                "the node was closed, leaving took longer than leaveTimeoutMillis, or it was cut off just then; casts that were not stable may be lost";
            case NAME_TAKEN -> "it was cut off, and another member has its name by now; start it again by another one";
            case INCOMPATIBLE ->
                "it was cut off, and the group runs another stack by now; start it again with the options of the others";
            case FULL -> "it was cut off, and the group is full by now; start it again when there is room";
        };
    }

    Left.Reason reason() {
        return reason;
    }
}
