package dev.tutti.membership;

import dev.tutti.Endpoint;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** What a member knows of the line of primary views, and whether its present view is one of them. See {@link Lineage}. */
final class PrimaryLine {
    private Lineage known = Lineage.NONE;
    private Proposal current;
    /** Members of the present view that are known to have installed it. */
    private final Set<Long> present = new HashSet<>();

    private boolean primary;

    /** Of a member that is alone and belongs to no line yet. */
    PrimaryLine(Proposal alone) {
        current = alone;
    }

    Lineage known() {
        return known;
    }

    boolean belongs() {
        return known.id() != 0;
    }

    /** A new endpoint knows nothing of the line that its predecessor was in. */
    void forget(Proposal alone) {
        known = Lineage.NONE;
        current = alone;
        present.clear();
        primary = false;
    }

    /** The member has installed a view: until it is known to be primary, it is an attempt. */
    void enter(Proposal view, Endpoint self) {
        current = view;
        primary = false;
        if (mayBePrimary()) {
            known = view.basis().attempted(view.id(), view.ids());
        } else if (view.basis().id() != 0) {
            known = view.basis();
        }
        present.clear();
        present.add(self.id());
    }

    /** Whether the present view is primary, or may turn out to be. */
    boolean mayBePrimary() {
        return current.mayBePrimary();
    }

    /** Whether a member is known to have installed the present view. */
    boolean isPresent(Endpoint member) {
        return present.contains(member.id());
    }

    void present(Endpoint member) {
        present.add(member.id());
    }

    /** True once for each primary view: when enough of its members are known to have installed it. */
    boolean confirm() {
        if (!primary && current.primaryWith(present)) {
            primary = true;
            known = current.basis().confirmed(current.id(), current.ids());
            return true;
        }
        return false;
    }

    /**
     * What the next view of this member has to continue: a line that was ever confirmed before one that is still being founded, and else
     * the own one before others.
     *
     * @param others what those say who come along, and those who leave
     * @return {@link Lineage#NONE} if nobody belongs to a line
     */
    Lineage with(Collection<Lineage> others) {
        Lineage line = known;
        for (Lineage other : others) {
            boolean stronger = line.id() == 0 || (!line.isConfirmed() && other.isConfirmed());
            line = stronger ? other : line;
        }
        return line.id() == 0 ? Lineage.NONE : Lineage.combine(line.id(), others);
    }
}
