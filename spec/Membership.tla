----------------------------- MODULE Membership -----------------------------
(***************************************************************************)
(* The embedded, leader-based membership: numbered proposals, promises,    *)
(* decisions that bind only those whose last change they name, and the     *)
(* line of primary views by dynamic voting.                                *)
(*                                                                         *)
(* docs/spec.md says which definition here is which class and method, and  *)
(* what is left out.                                                       *)
(***************************************************************************)
EXTENDS Integers, FiniteSets, Sequences, TLC

CONSTANTS
    Size,          \* processes are 1..Size, which are also their addresses and their first endpoints
    Founders,      \* endpoints in the first primary view; {}: all begin alone, and the group is still to be founded
    Apart,         \* founders that have been cut off since, and are alone
    Seeds,         \* addresses, listed in ascending order
    Told,          \* endpoints that were told to found
    Restarts,      \* processes that may crash and start anew, once
    Returns,       \* processes that come back as a new endpoint if the group goes on without them
    MayLeave,      \* endpoints that may leave
    Leaders,       \* endpoints that may come to lead
    MaxProposals,
    Ties,          \* whether two leaders may come to the same number
    Fault          \* "none", or what is planted

\* The second endpoint of process p is p + Size. Of newcomers to a view the lower is taken for the older.
Proc == 1..Size \cup {p + Size : p \in Restarts \cup Returns}
Address(p) == IF p > Size THEN p - Size ELSE p

ASSUME Fault \in {"none", "localIds", "noAttempts", "anyHalf", "rebornFound"}

VARIABLES
    running,       \* endpoints that have begun and were not replaced
    reborn,        \* endpoints that began because the group went on without their predecessors
    current,       \* current[p]: the view installed, as it was decided
    promised,      \* promised[p]: the highest proposal that p has accepted
    change,        \* change[p]: id of the last change started at p
    changing,      \* changing[p]: a change has been started since the last view
    round,         \* round[p]: the proposal that p leads; 0: none
    lineage,       \* lineage[p]: what p knows of the primary line
    left,          \* left[p]: the lineage that p told when it left; None: it has not
    \* The network: whatever was sent may arrive at any time, again and again, or never.
    proposals,     \* <<id, leader>>
    accepts,
    \* History.
    decisions,     \* the views decided
    installed,     \* who installed which view, at which change, and which view it left
    primaries      \* ids of views that somebody knew to be primary

vars == <<running, reborn, current, promised, change, changing, round, lineage, left,
          proposals, accepts, decisions, installed, primaries>>

None == [line |-> 0, last |-> 0, base |-> [members |-> <<>>, total |-> 0], attempts |-> {}]
Range(s) == {s[i] : i \in DOMAIN s}
Id(number, leader) == IF Fault = "localIds" THEN number * 10 ELSE number * 10 + leader
Number(id) == id \div 10

Members(v) == {seat.who : seat \in Range(v.seats)}
Ranked(v) == [i \in DOMAIN v.seats |-> v.seats[i].who]
Seat(v, p) == CHOOSE seat \in Range(v.seats) : seat.who = p

\* The members of a set in ascending order, those of an older view first.
Ascending(S) == CHOOSE s \in [1..Cardinality(S) -> S] : \A i, j \in DOMAIN s : i < j => s[i] < s[j]
ByRank(before, S) == SelectSeq(Ranked(before), LAMBDA p : p \in S) \o Ascending(S \ Members(before))

-----------------------------------------------------------------------------
(* Quorum, Lineage, Proposal.                                              *)

QuorumOf(members) == [members |-> members, total |-> Len(members)]
Without(quorum, gone) ==
    LET staying == SelectSeq(quorum.members, LAMBDA p : p \notin gone)
    IN [members |-> staying, total |-> quorum.total - (Len(quorum.members) - Len(staying))]

\* A majority; or half with the oldest, if the whole set is known.
Reached(quorum, there) ==
    LET count == Cardinality(Range(quorum.members) \cap there) IN
    \/ 2 * count > quorum.total
    \/ /\ quorum.total = Len(quorum.members)
       /\ quorum.total = 2 * count
       /\ count > 0
       /\ quorum.members[1] \in there

\* The fault anyHalf: the oldest plays no part.
Suffices(quorum, there) ==
    Reached(quorum, there) \/ (Fault = "anyHalf" /\ 2 * Cardinality(Range(quorum.members) \cap there) = quorum.total)

IsConfirmed(known) == known.last # 0

\* What several know of one line, put together. Attempts of lines that nobody knows to be founded count too.
Combine(line, known) ==
    LET same == {k \in known : k.line = line}
        latest == CHOOSE k \in same : \A l \in same : l.last <= k.last
        attempts == UNION {k.attempts : k \in {k \in known : k.line = line \/ ~IsConfirmed(k)}}
    IN [line |-> line, last |-> latest.last, base |-> latest.base,
        attempts |-> IF Fault = "noAttempts" THEN {} ELSE {a \in attempts : a.view > latest.last}]

PrimaryWith(v, there) ==
    /\ v.basis.line # 0
    /\ Suffices(QuorumOf(Ranked(v)), there)
    /\ Suffices(Without(v.basis.base, v.leaving), there)
    /\ \A a \in v.basis.attempts : Suffices(Without(QuorumOf(a.members), v.leaving), there)

MayBePrimary(v) == PrimaryWith(v, Members(v))

\* The sets of seeds that p may found a line with. Which seeds have answered is up to the network.
Bases(p, members) ==
    LET answering == {q \in members \ (IF Fault = "rebornFound" THEN {} ELSE reborn) : Address(q) \in Seeds}
        inOrder(K) == LET at(seed) == CHOOSE q \in K : Address(q) = seed
                      IN [i \in 1..Cardinality(K) |-> at(Ascending({Address(q) : q \in K})[i])]
    IN IF p \in reborn THEN {}
       ELSE IF p \in Told THEN {QuorumOf(<<p>>)}
       ELSE {[members |-> inOrder(K), total |-> Cardinality(Seeds)] :
                K \in {K \in SUBSET answering : 2 * Cardinality(K) > Cardinality(Seeds)}}

-----------------------------------------------------------------------------
Alone(p, c) == [id |-> p, seats |-> <<[who |-> p, change |-> c]>>, basis |-> None, leaving |-> {}]

First == [id |-> 1, seats |-> [i \in 1..Cardinality(Founders) |-> [who |-> Ascending(Founders)[i], change |-> 0]],
          basis |-> None, leaving |-> {}]

Init ==
    /\ running = 1..Size
    /\ reborn = {}
    /\ current = [p \in Proc |-> IF p \in Founders \ Apart THEN First ELSE Alone(p, 0)]
    /\ promised = [p \in Proc |-> current[p].id]
    /\ change = [p \in Proc |-> 0]
    /\ changing = [p \in Proc |-> FALSE]
    /\ round = [p \in Proc |-> 0]
    /\ lineage = [p \in Proc |-> IF p \in Founders
                    THEN [None EXCEPT !.line = 1, !.last = First.id, !.base = QuorumOf(Ranked(First))] ELSE None]
    /\ left = [p \in Proc |-> None]
    /\ proposals = {}
    /\ accepts = {}
    /\ decisions = IF Founders = {} THEN {} ELSE {First}
    /\ installed = {[who |-> p, view |-> First.id, change |-> 0, before |-> 0] : p \in Founders}
    /\ primaries = IF Founders = {} THEN {} ELSE {First.id}

Installers(id) == {i.who : i \in {i \in installed : i.view = id}}
HasLeft(p) == left[p] # None

-----------------------------------------------------------------------------
(* A change.                                                               *)

\* p promises itself to a proposal and starts a change; what it was about to install is void.
Begin(p, id, leader) ==
    /\ promised' = [promised EXCEPT ![p] = id]
    /\ change' = [change EXCEPT ![p] = @ + 1]
    /\ changing' = [changing EXCEPT ![p] = TRUE]
    /\ accepts' = accepts \cup {[id |-> id, leader |-> leader, from |-> p, change |-> change[p] + 1,
                                 lineage |-> lineage[p]]}

Numbers == {Number(m[1]) : m \in proposals} \cup {0}
Highest == CHOOSE n \in Numbers : \A m \in Numbers : m <= n

\* Any member may believe that it is to lead. Who leaves proposes without itself. The set may shrink later, so it is
\* everybody here. That numbers rise in the order of time is no restriction: a proposal may be received late.
Propose(p) ==
    /\ p \in running \cap Leaders
    /\ Cardinality(proposals) < MaxProposals
    /\ \E number \in {Highest + 1} \cup (IF Ties THEN {Highest} ELSE {}) :
        LET id == Id(number, p) IN
        /\ id > promised[p]
        /\ <<id, p>> \notin proposals
        /\ proposals' = proposals \cup {<<id, p>>}
        /\ round' = [round EXCEPT ![p] = id]
        /\ IF HasLeft(p) THEN UNCHANGED <<promised, change, changing, accepts>> ELSE Begin(p, id, p)
    /\ UNCHANGED <<running, reborn, current, lineage, left, decisions, installed, primaries>>

\* Acceptances that the leader does not wait for any more are left out: they could only keep p from something else.
Accept(p) ==
    /\ p \in running
    /\ ~HasLeft(p)
    /\ \E m \in proposals :
        /\ round[m[2]] = m[1]
        /\ m[1] > promised[p]
        /\ Begin(p, m[1], m[2])
    /\ round' = [round EXCEPT ![p] = 0]
    /\ UNCHANGED <<running, reborn, current, lineage, left, proposals, decisions, installed, primaries>>

\* The line that the next view belongs to, and what is known of it; or the founding of a line.
Basis(p, members, known) ==
    LET own == lineage[p]
        confirmed == {k \in known : IsConfirmed(k)}
        begun == {k \in known : k.line # 0}
        lines == IF IsConfirmed(own) \/ (own.line # 0 /\ confirmed = {}) THEN {own.line}
                 ELSE {k.line : k \in IF confirmed # {} THEN confirmed ELSE begun}
        founding == {[line |-> p, last |-> 0, base |-> base, attempts |-> {}] : base \in Bases(p, members)}
    IN IF lines # {} THEN {Combine(line, known) : line \in lines}
       ELSE IF founding # {} THEN founding ELSE {None}

\* Whether decision v may still be installed at p: it names p's last change, and p has not left.
Takes(p, v) ==
    /\ p \in running
    /\ changing[p]
    /\ Seat(v, p).change = change[p]
    /\ v.id > current[p].id
    /\ ~HasLeft(p)

\* What p knows of the line once it has installed v.
After(p, v) ==
    IF MayBePrimary(v) THEN [v.basis EXCEPT !.attempts = @ \cup {[view |-> v.id, members |-> Ranked(v)]}]
    ELSE IF v.basis.line # 0 THEN v.basis
    ELSE lineage[p]

\* Those that have accepted are in the view, less those given up meanwhile. Of those that can take the decision some
\* install it, and others never do. That they install at once is no restriction: what happens between concerns others,
\* who cannot tell, or is a further change, and then they do not install at all.
Decide(p) ==
    LET id == round[p]
        heard == {a \in accepts : a.id = id /\ a.leader = p}
    IN /\ p \in running
       /\ id # 0
       /\ \E chosen \in SUBSET heard, leavers \in SUBSET {q \in Proc : HasLeft(q)} :
            LET members == {a.from : a \in chosen}
                accept(q) == CHOOSE a \in chosen : a.from = q
                order == ByRank(current[p], members)
                known == {a.lineage : a \in chosen} \cup {left[q] : q \in leavers}
            IN /\ members # {}
               /\ members \cap leavers = {}
               /\ IF HasLeft(p) THEN p \in leavers ELSE p \in members
               /\ \E basis \in Basis(p, members, known) :
                    LET v == [id |-> id,
                              seats |-> [i \in DOMAIN order |-> [who |-> order[i], change |-> accept(order[i]).change]],
                              basis |-> basis,
                              leaving |-> {q \in leavers : left[q].line = basis.line}]
                    IN \E installing \in (SUBSET {q \in members : Takes(q, v)}) \ {{}} :
                        /\ decisions' = decisions \cup {v}
                        /\ current' = [q \in Proc |-> IF q \in installing THEN v ELSE current[q]]
                        /\ changing' = [q \in Proc |-> changing[q] /\ q \notin installing]
                        /\ lineage' = [q \in Proc |-> IF q \in installing THEN After(q, v) ELSE lineage[q]]
                        /\ installed' = installed \cup {[who |-> q, view |-> id, change |-> change[q],
                                                                before |-> current[q].id] : q \in installing}
       /\ round' = [round EXCEPT ![p] = 0]
    /\ UNCHANGED <<running, reborn, promised, change, left, proposals, accepts, primaries>>

\* p has heard enough of the others in its view, each of which has installed it, to know that it is primary.
Confirm(p) ==
    LET v == current[p] IN
    /\ p \in running
    /\ lineage[p].last # v.id
    /\ PrimaryWith(v, Installers(v.id))
    /\ lineage' = [lineage EXCEPT ![p] = [v.basis EXCEPT !.last = v.id, !.base = QuorumOf(Ranked(v)), !.attempts = {}]]
    /\ primaries' = primaries \cup {v.id}
    /\ UNCHANGED <<running, reborn, current, promised, change, changing, round, left,
                   proposals, accepts, decisions, installed>>

-----------------------------------------------------------------------------
(* Leaving, restarts, coming back.                                         *)

\* From now on p installs nothing. Whoever is to lead is told, and told what p knows.
Leave(p) ==
    /\ p \in MayLeave \cap running
    /\ ~HasLeft(p)
    /\ lineage[p].line # 0
    /\ left' = [left EXCEPT ![p] = lineage[p]]
    /\ UNCHANGED <<running, reborn, current, promised, change, changing, round, lineage,
                   proposals, accepts, decisions, installed, primaries>>

Replace(p) ==
    /\ p \in running
    /\ p <= Size
    /\ running' = (running \ {p}) \cup {p + Size}
    /\ UNCHANGED <<current, promised, change, changing, round, lineage, left,
                   proposals, accepts, decisions, installed, primaries>>

\* A process crashes and starts anew, with nothing.
Restart(p) == p \in Restarts /\ Replace(p) /\ UNCHANGED reborn

\* p, alone in its view, hears from a member of its line with a later primary view which does not know it.
Reincarnate(p) ==
    /\ p \in Returns
    /\ Members(current[p]) = {p}
    /\ ~HasLeft(p)
    /\ \E q \in running : /\ lineage[q].line = lineage[p].line
                          /\ lineage[q].last > lineage[p].last
                          /\ p \notin Members(current[q])
    /\ Replace(p)
    /\ reborn' = reborn \cup {p + Size}

-----------------------------------------------------------------------------
Next == \E p \in Proc : \/ Propose(p) \/ Accept(p) \/ Decide(p) \/ Confirm(p)
                        \/ Leave(p) \/ Restart(p) \/ Reincarnate(p)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(* What is promised. Names as in GUARANTEES.md and docs/sim.md.            *)

TypeOK ==
    /\ \A p \in Proc : round[p] # 0 => <<round[p], p>> \in proposals
    /\ \A id \in primaries : \E v \in decisions : v.id = id

SELF_INCL == \A p \in Proc : p \in Members(current[p])

\* Of two decided views with one id both are the same.
UNIQ_VIEW == \A v, w \in decisions : v.id = w.id => v = w

\* The obligations of the port: ids of installed views rise; before each a further change was started; the view names
\* the last one, and was decided from a proposal that covers it.
PORT == \A i \in installed :
    \/ i.view = First.id
    \/ /\ i.before < i.view
       /\ \A j \in installed : j.who = i.who /\ j.view < i.view => j.change < i.change
       /\ \E v \in decisions : v.id = i.view /\ i.who \in Members(v) /\ Seat(v, i.who).change = i.change

\* The primary view before that of this id.
Before(id) == LET before == {v \in primaries : v < id} IN CHOOSE v \in before : \A u \in before : u <= v
IsFirst(id) == \A v \in primaries : id <= v
Decided(id) == CHOOSE v \in decisions : v.id = id

\* The primary views form a chain: each after the first has a member that came from the one before, not passing through
\* another primary view; or knows of one that has left after it.
PRIMARY == \A id \in primaries :
    IsFirst(id) \/ Installers(Before(id)) \cap (Installers(id) \cup Decided(id).leaving) # {}

\* No two are concurrent: by the time that one is primary, so many members of the one before have moved on to it that
\* the others can never make up a primary view.
SUCCEEDS == \A id \in primaries :
    IsFirst(id) \/ Reached(Without(QuorumOf(Ranked(Decided(Before(id)))), Decided(id).leaving), Installers(id))
=============================================================================
