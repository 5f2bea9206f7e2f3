package dev.tutti.cli;

/** How a command ended, for scripts. Every kind of mistake has a number of its own. */
enum ExitCode {
    OK(0, "done"),
    UNEXPECTED(1, "something that should not happen"),
    USAGE(2, "unknown option, order, setting, member, post or command, or a value that cannot be read"),
    CONFIGURATION(3, "settings that contradict each other or are out of range, and whatever is wrong behind /switch"),
    CANNOT_BIND(4, "the address to listen on is taken or not of this machine"),
    UNKNOWN_HOST(5, "a host name that nobody knows"),
    NO_ANSWER(6, "no member answered in time"),
    NAME_TAKEN(7, "another live member has the name"),
    INCOMPATIBLE(8, "the group runs another stack, order or version"),
    PAYLOAD_TOO_LARGE(9, "a message above maxPayloadBytes"),
    NOT_PRIMARY(10, "a cast (--primary) or /switch refused because the view is not primary"),
    LEFT(11, "a cast after the member had left"),
    BUSY(12, "the group was behind for longer than sendTimeoutMillis, or a flush took too long"),
    BOARD_FULL(13, "a post refused because the board is full"),
    FILES(14, "a file or a standard stream that cannot be read or written"),
    GROUP_FULL(15, "the group has as many members as it may (maxMembers)"),
    CLOSED(16, "out of the group without having left it in good order"),
    OUTPUT_CLOSED(141, "whoever read standard output is gone; nothing is said about it");

    /** As help texts list them. */
    static final String LIST = list();

    private final int number;
    private final String about;

    ExitCode(int number, String about) {
        this.number = number;
        this.about = about;
    }

    int number() {
        return number;
    }

    private static String list() {
        StringBuilder text = new StringBuilder();
        for (ExitCode code : values()) {
            text.append(String.format(" %3d  %s%n", code.number, code.about));
        }
        return text.append(" 129  ended by SIGHUP, 130 by SIGINT, 143 by SIGTERM; the member has left")
                .toString();
    }
}
