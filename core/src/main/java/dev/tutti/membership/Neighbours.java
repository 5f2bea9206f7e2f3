package dev.tutti.membership;

import dev.tutti.Address;
import dev.tutti.Endpoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a leader knows of other parts of the group: who answers at which seed, who was a member once and may come back, and which other
 * leaders have asked to be taken in.
 */
final class Neighbours {
    private static final int MAX_FORMER = 256;
    private static final int MAX_GUESTS = 1_024;

    private record Answer(Endpoint by, long atNanos) {}

    private record Guest(Control.Merge request, long sinceNanos) {}

    private final Map<Address, Answer> atSeed = new LinkedHashMap<>();
    private final Set<Address> former = new LinkedHashSet<>();
    /** Stays when another incarnation is back at the address. */
    private final Set<Endpoint> formerMembers = new LinkedHashSet<>();

    private final Map<Endpoint, Guest> guests = new LinkedHashMap<>();

    // ---- seeds and addresses ----

    void answered(Address seed, Endpoint by, long nowNanos) {
        atSeed.put(seed, new Answer(by, nowNanos));
    }

    /** Who answered at a seed last, however long ago. */
    @Nullable Endpoint at(Address seed) {
        Answer last = atSeed.get(seed);
        return last == null ? null : last.by();
    }

    /** The seeds where nobody has answered for a time. */
    List<Address> silent(List<Address> seeds, long nowNanos, long maxAgeNanos) {
        return seeds.stream()
                .filter(seed -> {
                    Answer last = atSeed.get(seed);
                    return last == null || nowNanos - last.atNanos() > maxAgeNanos;
                })
                .toList();
    }

    /** Place of an endpoint in the list of seeds. */
    int seedRank(List<Address> seeds, Endpoint endpoint) {
        for (int i = 0; i < seeds.size(); i++) {
            if (endpoint.equals(at(seeds.get(i)))) {
                return i;
            }
        }
        return Integer.MAX_VALUE;
    }

    /** The seeds as a set of which a majority is needed: those that have answered and are among {@code present}. */
    Quorum bootstrap(List<Address> seeds, Collection<Endpoint> present) {
        List<Long> ids = new ArrayList<>();
        for (Address seed : seeds) {
            Endpoint endpoint = at(seed);
            if (endpoint != null && present.contains(endpoint) && !ids.contains(endpoint.id())) {
                ids.add(endpoint.id());
            }
        }
        return new Quorum(ids, seeds.size());
    }

    void remember(Collection<Endpoint> gone) {
        for (Endpoint endpoint : gone) {
            remember(former, endpoint.address());
            remember(formerMembers, endpoint);
        }
    }

    private static <T> void remember(Set<T> gone, T one) {
        if (gone.add(one) && gone.size() > MAX_FORMER) {
            // The one that has been gone for longest.
            gone.remove(gone.iterator().next());
        }
    }

    void forget(Collection<Endpoint> back) {
        for (Endpoint endpoint : back) {
            former.remove(endpoint.address());
            formerMembers.remove(endpoint);
        }
    }

    Set<Address> former() {
        return former;
    }

    boolean isFormer(Endpoint endpoint) {
        return formerMembers.contains(endpoint);
    }

    // ---- guests ----

    /** Notes a request; true if it is new or differs from the last one. */
    boolean guest(Control.Merge request, long nowNanos) {
        if (guests.size() >= MAX_GUESTS && !guests.containsKey(request.from())) {
            return false;
        }
        Guest before = guests.put(request.from(), new Guest(request, nowNanos));
        return before == null || !before.request().members().equals(request.members());
    }

    boolean hasGuests() {
        return !guests.isEmpty();
    }

    void expire(long nowNanos, long maxAgeNanos) {
        guests.values().removeIf(guest -> nowNanos - guest.sinceNanos() > maxAgeNanos);
    }

    /** Forgets requests that have been granted, or that name somebody who does not answer. */
    void dropGuests(Collection<Endpoint> members) {
        guests.values().removeIf(guest -> guest.request().members().stream().anyMatch(members::contains));
    }

    /** All members of all guests, each group in its own order of rank. */
    List<Endpoint> guestMembers() {
        return guests.values().stream()
                .flatMap(guest -> guest.request().members().stream())
                .distinct()
                .collect(Collectors.toList());
    }
}
