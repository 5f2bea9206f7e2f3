package dev.tutti.sim.trace;

import dev.tutti.Endpoint;

/**
 * An endpoint as it stands in a trace.
 *
 * @param name of the member
 * @param id of this incarnation
 */
public record Member(String name, long id) {
    /**
     * Leaves out what no checker needs.
     *
     * @param endpoint a member
     * @return the same member
     */
    public static Member of(Endpoint endpoint) {
        return new Member(endpoint.name(), endpoint.id());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Member that && id == that.id;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(id);
    }

    @Override
    public String toString() {
        return name + "~" + Long.toHexString(id);
    }
}
