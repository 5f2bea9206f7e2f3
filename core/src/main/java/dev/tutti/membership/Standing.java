package dev.tutti.membership;

import dev.tutti.Endpoint;

/**
 * Where a member stands at the moment, as it tells others who look for the group.
 *
 * @param self the member
 * @param leader who leads its view
 * @param view its view
 * @param lineage what it knows of the line of primary views
 */
record Standing(Endpoint self, Endpoint leader, Proposal view, Lineage lineage) {
    boolean belongs() {
        return lineage.id() != 0;
    }

    boolean isAlone() {
        return view.seats().size() == 1;
    }
}
