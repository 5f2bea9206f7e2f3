package dev.tutti;

/**
 * One incarnation of one member. A member that restarts, or comes back after the others had given it up, is a new endpoint with the
 * same name.
 *
 * @param name unique among the live members of a group
 * @param id random, different for each incarnation
 * @param address where its node can be reached
 */
public record Endpoint(String name, long id, Address address) {
    /** The longest name in characters. */
    public static final int MAX_NAME_LENGTH = Names.MAX_LENGTH;

    /** Checks the name. */
    public Endpoint {
        String problem = Names.problem(name);
        if (problem != null) {
            throw new IllegalArgumentException("a member's name " + problem);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Endpoint that && id == that.id;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(id);
    }

    @Override
    public String toString() {
        return name;
    }
}
