package dev.tutti.membership;

import dev.tutti.ViewId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * What one member knows of the line of primary views: the last one that it knows to have been primary, and those installed since that
 * may have been. Carried in every acceptance, so that whoever proposes the next view can ask for a majority of each.
 *
 * <p>This is dynamic voting with ambiguous attempts (Yeger Lotem, Keidar and Dolev): a view is primary once a majority of the last
 * primary view, and of every attempt since, has installed it.
 *
 * @param id names the line; 0 if this member belongs to none yet
 * @param last the last view known to be primary; number 0 while the line is being founded
 * @param base of which the next primary view needs a majority: the members of the last one, or the seeds
 * @param attempts views installed since that may have become primary
 */
public record Lineage(long id, ViewId last, Quorum base, List<Attempt> attempts) {
    /** Attempts that are remembered at most; with more of them unresolved no further view is tried as primary. */
    public static final int MAX_ATTEMPTS = 32;

    /** Members of all attempts together, at most: what is known of the line has to fit a frame with everything else. */
    public static final int MAX_ATTEMPT_MEMBERS = 2_048;

    /** Of a member that belongs to no line yet. */
    public static final Lineage NONE = new Lineage(0, new ViewId(0, 0), new Quorum(List.of(), 0), List.of());

    /**
     * A view that may have become primary.
     *
     * @param view its id
     * @param members their ids, oldest first
     */
    public record Attempt(ViewId view, List<Long> members) {
        /** Copies the list. */
        public Attempt {
            members = List.copyOf(members);
        }
    }

    /** Copies the list. */
    public Lineage {
        attempts = List.copyOf(attempts);
    }

    /**
     * Puts together what several members know of one line. Attempts of lines of which no view is known to be primary count too: while a
     * group is being founded, several leaders may try, each under its own name, and only one of them with success.
     *
     * @param line id of the line
     * @param known what each of them knows
     * @return the latest primary view, and all attempts after it
     */
    public static Lineage combine(long line, Collection<Lineage> known) {
        Lineage latest = known.stream()
                .filter(lineage -> lineage.id == line)
                .max(Comparator.comparing(Lineage::last))
                .orElse(NONE);
        List<Attempt> attempts = new ArrayList<>();
        for (Lineage lineage : known) {
            for (Attempt attempt : lineage.attempts) {
                boolean counts = lineage.id == line || !lineage.isConfirmed();
                if (counts && attempt.view.compareTo(latest.last) > 0 && !attempts.contains(attempt)) {
                    attempts.add(attempt);
                }
            }
        }
        attempts.sort(Comparator.comparing(Attempt::view));
        return new Lineage(line, latest.last, latest.base, attempts);
    }

    /**
     * Whether some view of the line is known to have been primary.
     *
     * @return false while the line is being founded, and of a member that belongs to none
     */
    public boolean isConfirmed() {
        return last.number() != 0;
    }

    /**
     * Whether a view may be tried as primary, or too many attempts before it are unresolved.
     *
     * @param size of the view
     * @return false if the attempt could not be remembered
     */
    public boolean hasRoom(int size) {
        int members = size;
        for (Attempt attempt : attempts) {
            members += attempt.members.size();
        }
        return attempts.size() < MAX_ATTEMPTS && members <= MAX_ATTEMPT_MEMBERS;
    }

    /**
     * What the next primary view needs: a majority of the last primary view and of each attempt, not counting members that are leaving,
     * who have promised to take part in no further view.
     *
     * @param leaving ids of endpoints
     * @return the sets
     */
    public List<Quorum> quorums(Set<Long> leaving) {
        List<Quorum> quorums = new ArrayList<>();
        quorums.add(base.without(leaving));
        attempts.forEach(attempt -> quorums.add(Quorum.of(attempt.members).without(leaving)));
        return quorums;
    }

    /**
     * After a view was installed that may become primary.
     *
     * @param view its id
     * @param ids its members, oldest first
     * @return with the attempt added
     */
    public Lineage attempted(ViewId view, List<Long> ids) {
        List<Attempt> more = new ArrayList<>(attempts);
        more.add(new Attempt(view, ids));
        return new Lineage(id, last, base, more);
    }

    /**
     * After a view is known to be primary.
     *
     * @param view its id
     * @param ids its members, oldest first
     * @return with that view as the last one
     */
    public Lineage confirmed(ViewId view, List<Long> ids) {
        return new Lineage(id, view, Quorum.of(ids), List.of());
    }
}
