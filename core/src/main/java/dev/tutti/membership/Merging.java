package dev.tutti.membership;

import dev.tutti.Endpoint;
import dev.tutti.membership.Membership.Refusal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a leader does when it meets another one: the junior asks the senior to take its members in. */
final class Merging {
    private final MembershipOptions options;
    private final Outside outside;
    private final Situation here;
    private final Neighbours neighbours;
    private final Founding founding;
    private final Leading leading;
    private final Membership.Client client;
    private final Consumer<Collection<Endpoint>> suspect;
    private final Search search;
    private final Admission admission;
    /** Told to the user last. */
    private @Nullable Endpoint misfit;

    Merging(
            MembershipOptions options,
            Outside outside,
            Situation here,
            Neighbours neighbours,
            Founding founding,
            Leading leading,
            Membership.Client client,
            Consumer<Collection<Endpoint>> suspect) {
        this.options = options;
        this.outside = outside;
        this.here = here;
        this.neighbours = neighbours;
        this.founding = founding;
        this.leading = leading;
        this.client = client;
        this.suspect = suspect;
        search = new Search(options, outside, neighbours);
        admission = new Admission(options.maxMembers());
    }

    void started() {
        search.started();
    }

    /** Asks its host again, or looks for other parts, as the case may be. */
    void repeat() {
        Endpoint host = here.host();
        if (host != null) {
            if (here.isHostSilent()) {
                here.seekNobody();
            } else if (!here.isChanging()) {
                askToMerge(host);
            }
        }
        if (here.leads()) {
            search.look(here.standing());
            if (!here.belongs()) {
                founding.looked();
            }
        }
    }

    private void greet(Endpoint to, String probe, boolean answer) {
        outside.tell(to, search.hello(here.standing(), to, probe, answer));
    }

    void greeted(Control.Hello hello) {
        Endpoint from = hello.from();
        boolean own = from.equals(here.self());
        if (hello.answer() || own) {
            search.answered(hello);
        } else {
            greet(from, wasLeftBehind() ? "" : hello.probe(), true);
        }
        if (own || here.isLeaving()) {
            return;
        }
        if (here.isMember(from)) {
            boolean goneOn =
                    !hello.knowsYou() && hello.view().compareTo(here.current().id()) > 0;
            if (hello.answer() && goneOn) {
                suspect.accept(List.of(from));
            }
            return;
        }
        if (isReplaced(from)) {
            return;
        }
        if (hello.line() != 0) {
            founding.groupHeard();
        }
        // A newcomer: who was at its address before is gone.
        suspect.accept(here.othersAt(List.of(from)));
        boolean busy = here.isChanging() || leading.hasRound();
        if (here.leads() && !busy && !hello.leader().equals(here.self())) {
            compare(hello);
        }
    }

    /**
     * Whether a former member speaks while another one sits at its address: it said so before that one came, and the network held it up. As
     * long as the other one is there, and no longer: should that be the dead one, it is found out soon.
     */
    private boolean isReplaced(Endpoint endpoint) {
        return neighbours.isFormer(endpoint)
                && !here.othersAt(List.of(endpoint)).isEmpty();
    }

    private void compare(Control.Hello other) {
        Endpoint from = other.from();
        boolean fits = other.spec().equals(options.spec())
                && other.agreement().goesWith(here.current().agreement());
        if (!fits) {
            misfit(other);
        } else if (!other.leader().equals(from)) {
            if (search.follows(other.leader())) {
                greet(other.leader(), "", false);
            }
        } else if (search.isSenior(other, here.standing())) {
            seek(other);
        } else if (from.equals(here.host())) {
            // It was taken for the senior before enough was known, and will never take this one in.
            here.seekNobody();
        }
    }

    /** A group with another stack is none to join; one that looks for a group itself, as this member may, decides nothing. */
    private void misfit(Control.Hello other) {
        String text = other.from() + " runs another stack: "
                + (other.spec().equals(options.spec())
                        ? other.agreement().properties() + ", not "
                                + here.current().agreement().properties()
                        : other.spec() + ", not " + options.spec());
        if (other.line() != 0) {
            client.refused(Refusal.INCOMPATIBLE, text);
        } else if (!other.from().equals(misfit)) {
            misfit = other.from();
            outside.note("left out: " + text);
        }
    }

    private void seek(Control.Hello senior) {
        Lineage line = here.line().known();
        boolean leftBehind = here.belongs()
                && senior.line() == line.id()
                && senior.primary().compareTo(line.last()) > 0
                && here.standing().isAlone();
        if (leftBehind && !senior.knowsYou()) {
            if (!senior.answer()) {
                // What it said may be old, and the group gone since, as after a long pause of this process.
                greet(senior.from(), "", false);
                return;
            }
            here.reincarnate();
            client.reincarnated(here.self(), here.current());
        }
        here.seek(senior.from());
        askToMerge(senior.from());
    }

    /**
     * Whether this member comes back to a group that went on without it and has not been taken in yet. Such a one does not answer as a
     * seed: it has voted in that group, so whoever founds another one must not count it.
     */
    private boolean wasLeftBehind() {
        return !founding.isFirst(here.self()) && !here.belongs();
    }

    private void askToMerge(Endpoint senior) {
        outside.tell(senior, new Control.Merge(here.self(), here.current().id(), here.staying()));
    }

    void asked(Control.Merge merge) {
        here.heardOf(merge.view());
        List<Endpoint> guests = new ArrayList<>(merge.members());
        guests.removeIf(this::isReplaced);
        if (here.isLeaving() || !guests.contains(merge.from()) || here.isMember(merge.from())) {
            return;
        }
        if (!here.leads()) {
            greet(merge.from(), "", true);
            return;
        }
        suspect.accept(here.othersAt(guests));
        List<Endpoint> others = new ArrayList<>(leading.nextMembers());
        others.removeAll(guests);
        // Whose name has been taken meanwhile stays behind, but not all of its part with it.
        List<Endpoint> fit = new ArrayList<>();
        for (Endpoint guest : guests) {
            Control.Refuse taken = admission.nameTaken(guest, others, here.self());
            if (taken == null) {
                fit.add(guest);
            } else {
                outside.tell(guest, taken);
            }
        }
        Control.Refuse full = admission.full(fit, others, here.self());
        if (full != null) {
            outside.tell(merge.from(), full);
        } else if (!fit.isEmpty()) {
            leading.extend(neighbours.guest(new Control.Merge(merge.from(), merge.view(), fit), here.nowNanos()));
        }
    }

    void refused(Control.Refuse refuse) {
        here.seekNobody();
        client.refused(refuse.refusal(), refuse.text());
    }
}
