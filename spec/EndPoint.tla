------------------------------ MODULE EndPoint ------------------------------
(***************************************************************************)
(* The end-point that takes members from view to view, under any           *)
(* membership service that keeps the contract of the port                  *)
(* dev.tutti.membership.Membership.  After Keidar and Khazan.              *)
(*                                                                         *)
(* docs/spec.md says which definition here is which class and method, and  *)
(* what is left out.                                                       *)
(***************************************************************************)
EXTENDS Integers, FiniteSets, Sequences, TLC

CONSTANTS
    Proc,        \* the members
    Begin,       \* how they may begin: partitions of Proc, each part a view
    MaxCasts,    \* casts in all
    MaxChanges,  \* changes started at one member, before the last one
    MaxStarts,   \* changes started at all members together, before the last one
    MaxViews,    \* views, the first ones included, before the last one
    MayCrash,    \* members that may crash
    Rests,       \* whether the run comes to rest: nothing fails any more, there is one last change
    Fault        \* "none", or what is planted

ASSUME /\ Fault \in {"none", "latestSync", "obsoleteView", "noBlock", "noLimit", "staleFrame", "lateSet", "noForward"}
       /\ MayCrash \subseteq Proc
       /\ Rests \in BOOLEAN

VARIABLES
    \* The membership service.
    change,      \* change[p]: p's own id of the last change started there
    views,       \* views[v]: the members of view v, each with the change of its own that the view names
    up,          \* members that have not crashed
    resting,     \* nothing fails any more
    last,        \* last[p]: id of the last change of p once the run rests; 0: not started yet
    \* The end-points.
    view,        \* view[p]: the view installed
    changing,    \* changing[p]: blocked, since a change has been started
    told,        \* told[p][c]: the sync message of change c of p: the view it comes from, and the cut
    agreed,      \* agreed[p]: what the sync messages came to: next view, transitional set, target; None: not known yet
    sent,        \* sent[v][p]: how many casts p sent in view v
    has,         \* has[p][q][n]: the view of the frame in which p got cast n of q; 0: not held
    delivered,   \* delivered[p][q]: the casts of q that p delivered in its view, in order
    past         \* past[p]: the transitions of p, with what it delivered before each. For the properties only, and for
                 \* CanRepair, which looks at the retired stack

vars == <<change, views, up, resting, last, view, changing, told, agreed, sent, has, delivered, past>>
service == <<change, views, up, resting, last>>

None == [to |-> 0]
Nothing == [q \in Proc |-> [n \in 1..MaxCasts |-> 0]]
Empty == [q \in Proc |-> <<>>]
Zero == [q \in Proc |-> 0]
Max(S) == CHOOSE x \in S : \A y \in S : y <= x
Min(a, b) == IF a < b THEN a ELSE b

Members(v) == DOMAIN views[v]

Init ==
    \E partition \in Begin :
        LET count == Cardinality(partition)
            part == CHOOSE f \in [1..count -> partition] : \A x, y \in 1..count : x # y => f[x] # f[y]
        IN /\ views = [v \in 1..count |-> [p \in part[v] |-> 0]]
           /\ view = [p \in Proc |-> CHOOSE v \in 1..count : p \in part[v]]
           /\ sent = [v \in 1..count |-> Zero]
           /\ change = Zero
           /\ up = Proc
           /\ resting = FALSE
           /\ last = Zero
           /\ changing = [p \in Proc |-> FALSE]
           /\ told = Empty
           /\ agreed = [p \in Proc |-> None]
           /\ has = [p \in Proc |-> Nothing]
           /\ delivered = [p \in Proc |-> Empty]
           /\ past = Empty

-----------------------------------------------------------------------------
(* The stack of one view: what Mnak holds and passes up.                   *)

\* The casts that are held without a gap.
Held(casts) == Max({n \in 0..MaxCasts : \A i \in 1..n : casts[i] # 0})

\* What of q is delivered, once everything up to the limit has been.
Delivered(before, q, casts, limit) ==
    LET done == Len(before)
        now == Min(Held(casts), limit)
    IN IF now <= done THEN before
       ELSE before \o [i \in 1..(now - done) |-> <<q, casts[done + i], done + i>>]

\* How far p delivers casts of q before the target is known: its own cut once that has been told.
Limit(p, q) == IF changing[p] /\ Fault # "noLimit" THEN told[p][change[p]].cut[q] ELSE MaxCasts

\* With these casts held, p delivers up to the target, and installs the next view in the same moment if that is all.
Settle(p, to, seats, set, target, casts) ==
    LET dlv == [q \in Proc |-> Delivered(delivered[p][q], q, casts[q], target[q])]
        late == IF Fault = "lateSet" THEN {r \in set \ {p} : change[r] > seats[r]} ELSE {}
    IN IF \A q \in Proc : Len(dlv[q]) >= target[q]
       THEN /\ past' = [past EXCEPT ![p] = Append(@, [from |-> view[p], to |-> to, set |-> set \ late, dlv |-> dlv,
                                                     change |-> change[p]])]
            /\ view' = [view EXCEPT ![p] = to]
            /\ changing' = [changing EXCEPT ![p] = FALSE]
            /\ agreed' = [agreed EXCEPT ![p] = None]
            /\ has' = [has EXCEPT ![p] = Nothing]
            /\ delivered' = [delivered EXCEPT ![p] = Empty]
       ELSE /\ agreed' = [agreed EXCEPT ![p] = [to |-> to, set |-> set, target |-> target]]
            /\ has' = [has EXCEPT ![p] = casts]
            /\ delivered' = [delivered EXCEPT ![p] = dlv]
            /\ UNCHANGED <<view, changing, past>>

Cast(p) ==
    LET v == view[p]
        n == sent[v][p] + 1
        casts == [has[p][p] EXCEPT ![n] = v]
    IN /\ p \in up
       /\ ~changing[p] \/ (Fault = "noBlock" /\ agreed[p] = None)
       /\ Cardinality({m \in (DOMAIN sent) \X Proc \X (1..MaxCasts) : m[3] <= sent[m[1]][m[2]]}) < MaxCasts
       /\ sent' = [sent EXCEPT ![v][p] = n]
       /\ has' = [has EXCEPT ![p][p] = casts]
       /\ delivered' = [delivered EXCEPT ![p][p] = Delivered(@, p, casts, Limit(p, p))]
       /\ UNCHANGED <<service, view, changing, told, agreed, past>>

\* Cast n of q comes to p in a frame of view v.
Take(p, q, v, n) ==
    LET casts == [has[p] EXCEPT ![q][n] = v] IN
    /\ has[p][q][n] = 0
    /\ IF agreed[p] # None
       THEN Settle(p, agreed[p].to, views[agreed[p].to], agreed[p].set, agreed[p].target, casts)
       ELSE /\ has' = [has EXCEPT ![p] = casts]
            /\ delivered' = [delivered EXCEPT ![p][q] = Delivered(@, q, casts[q], Limit(p, q))]
            /\ UNCHANGED <<view, changing, agreed, past>>
    /\ UNCHANGED <<service, told, sent>>

\* From the network: at any time after it was sent, in any order, or never. A frame finds the stack of its view only.
Receive(p, q) ==
    /\ p \in up
    /\ p # q
    /\ \E v \in (IF Fault = "staleFrame" THEN 1..view[p] ELSE {view[p]}) :
        /\ {p, q} \subseteq Members(v)
        /\ \E n \in 1..sent[v][q] : Take(p, q, v, n)

\* r can send p cast n of q: r's stack of p's view holds it, and is in service, or retired but not closed yet. It is
\* closed when all that came along have been heard of in the next view.
CanRepair(r, p, q, n) ==
    /\ r \in up
    /\ \/ view[r] = view[p] /\ has[r][q][n] # 0
       \/ /\ past[r] # <<>>
          /\ LET before == past[r][Len(past[r])] IN
             before.from = view[p] /\ p \in before.set /\ n <= Len(before.dlv[q])

\* What p lacks it gets in the end: from the sender, or once that is lost from whoever has it, who forwards it or is
\* asked. Only this is fair: whether Receive happens is up to the network.
Repair(p, q) ==
    /\ p \in up
    /\ \E n \in 1..sent[view[p]][q] :
        /\ agreed[p] # None => n <= agreed[p].target[q]
        /\ \E r \in (IF Fault = "noForward" THEN {q} ELSE Members(view[p])) \ {p} : CanRepair(r, p, q, n)
        /\ Take(p, q, view[p], n)

-----------------------------------------------------------------------------
(* The end-point.                                                          *)

\* A change is started: the stack blocks, delivers what it holds, and tells its cut, which goes out as sync message.
StartChange(p) ==
    LET cut == [q \in Proc |-> Held(has[p][q])] IN
    /\ change' = [change EXCEPT ![p] = @ + 1]
    /\ changing' = [changing EXCEPT ![p] = TRUE]
    /\ agreed' = [agreed EXCEPT ![p] = None]
    /\ told' = [told EXCEPT ![p] = Append(@, [view |-> view[p], cut |-> cut])]
    /\ delivered' = [delivered EXCEPT ![p] = [q \in Proc |-> Delivered(@[q], q, has[p][q], cut[q])]]
    /\ UNCHANGED <<views, up, resting, view, sent, has, past>>

\* Whether p works with the sync message of change c of r when it agrees on view v: the one that v names.
Uses(p, r, v, c) ==
    IF Fault = "latestSync" /\ r # p THEN c \in 1..Len(told[r]) ELSE c = views[v][r]

\* With the fault latestSync: whatever p has got last of each.
Latest(p, both) ==
    {c \in [both -> 1..MaxChanges] : \A r \in both : c[r] \in (IF r = p THEN {change[p]} ELSE 1..change[r])}

\* p has been handed decided view v that no further change has overtaken, and the sync messages that it names have
\* come, of all that are in both views. Those from p's own view make up the transitional set; the largest of their
\* cuts is the target. A sync message may come at any time once it was told, so its way is left out.
Agree(p, v, seats) ==
    LET both == Members(view[p]) \cap DOMAIN seats IN
    /\ p \in up \cap DOMAIN seats
    /\ changing[p]
    /\ agreed[p] = None
    /\ v > view[p]
    /\ seats[p] = change[p] \/ (Fault = "obsoleteView" /\ seats[p] > 0)
    /\ \E c \in IF Fault = "latestSync" THEN Latest(p, both) ELSE {seats} :
        /\ LET set == {r \in both : told[r][c[r]].view = view[p]}
               target == [q \in Proc |-> Max({told[r][c[r]].cut[q] : r \in set})]
           IN Settle(p, v, seats, set, target, has[p])
    /\ UNCHANGED <<change, up, resting, last, told>>

-----------------------------------------------------------------------------
(* The membership service: anything that the port allows.                  *)

Start(p) ==
    /\ p \in up
    /\ ~resting
    /\ change[p] < MaxChanges
    /\ Cardinality({c \in Proc \X (1..MaxChanges) : c[2] <= change[c[1]]}) < MaxStarts
    /\ StartChange(p)
    /\ UNCHANGED last

\* The service decides a view, which may name any change of each of its members, and p is the first to take it. Before
\* that a decided view makes no difference, so ids can be given in the order of those first moments.
First(p) ==
    /\ ~resting
    /\ changing[p]
    /\ agreed[p] = None
    /\ Len(views) < MaxViews
    /\ \E members \in {S \in SUBSET Proc : p \in S} :
       \E seats \in {f \in [members -> 1..MaxChanges] : \A q \in members : f[q] <= change[q]} :
        /\ Agree(p, Len(views) + 1, seats)
        /\ views' = Append(views, seats)
        /\ sent' = Append(sent, Zero)

\* p takes a view that others have taken before.
Follow(p) ==
    /\ \E v \in DOMAIN views : Agree(p, v, views[v])
    /\ UNCHANGED <<views, sent>>

Crash(p) ==
    /\ p \in MayCrash \cap up
    /\ ~resting
    /\ up' = up \ {p}
    /\ UNCHANGED <<change, views, resting, last, view, changing, told, agreed, sent, has, delivered, past>>

\* Nothing fails any more; each member that is up gets one last start, and all of them one last view.
Rest ==
    /\ Rests
    /\ ~resting
    /\ resting' = TRUE
    /\ UNCHANGED <<change, views, up, last, view, changing, told, agreed, sent, has, delivered, past>>

LastStart(p) ==
    /\ resting
    /\ p \in up
    /\ last[p] = 0
    /\ StartChange(p)
    /\ last' = [last EXCEPT ![p] = change[p] + 1]

IsLast(v) == resting /\ views[v] = [p \in up |-> last[p]]

LastDecide ==
    /\ resting
    /\ \A p \in up : last[p] > 0
    /\ ~\E v \in DOMAIN views : IsLast(v)
    /\ views' = Append(views, [p \in up |-> last[p]])
    /\ sent' = Append(sent, Zero)
    /\ UNCHANGED <<change, up, resting, last, view, changing, told, agreed, has, delivered, past>>

-----------------------------------------------------------------------------
Progress ==
    \/ LastDecide
    \/ \E p \in Proc : LastStart(p) \/ Follow(p) \/ \E q \in Proc : Repair(p, q)

Next ==
    \/ Progress \/ Rest
    \/ \E p \in Proc : \/ Start(p) \/ Crash(p) \/ First(p) \/ Cast(p)
                       \/ \E q \in Proc : Receive(p, q)

Spec == Init /\ [][Next]_vars

\* No state comes back, so a run can put off one of these steps for ever only by putting off all of them.
FairSpec == Spec /\ WF_vars(Progress)

Symmetry == Permutations(Proc)

-----------------------------------------------------------------------------
(* What is promised. Names as in GUARANTEES.md and docs/sim.md.            *)

Transitions(p) == {past[p][i] : i \in DOMAIN past[p]}
\* What p delivered, in each view.
Deliveries(p) == {<<view[p], delivered[p]>>} \cup {<<t.from, t.dlv>> : t \in Transitions(p)}

TypeOK ==
    /\ \A p \in Proc : view[p] \in DOMAIN views /\ Len(told[p]) = change[p] /\ (agreed[p] # None => changing[p])
    /\ Len(sent) = Len(views)

\* Who installs a view is in it. Since view[p] is always one of the views, every event happens in some view: INIT.
SELF_INCL == \A p \in Proc : p \in Members(view[p])

\* What is delivered was sent, by the member it is said to be from.
INTEGRITY == \A p \in Proc : \A d \in Deliveries(p) : \A q \in Proc : \A i \in DOMAIN d[2][q] :
    LET m == d[2][q][i] IN m[1] = q /\ m[3] <= sent[m[2]][q]

\* No member delivers a cast twice, in one view or in two.
NODUP == \A p \in Proc : \A d \in Deliveries(p) : \A q \in Proc : \A i \in DOMAIN d[2][q] :
    /\ \A j \in 1..(i - 1) : d[2][q][i] # d[2][q][j]
    /\ \A e \in Deliveries(p) : e[1] < d[1] => \A j \in DOMAIN e[2][q] : d[2][q][i] # e[2][q][j]

\* A cast is delivered in the view in which it was sent.
SENDVIEW == \A p \in Proc : \A d \in Deliveries(p) : \A q \in Proc : \A i \in DOMAIN d[2][q] : d[2][q][i][2] = d[1]

\* Of each sender a prefix of what it sent in the view is delivered, in order.
FIFO_GAPLESS == \A p \in Proc : \A d \in Deliveries(p) : \A q \in Proc : \A i \in DOMAIN d[2][q] : d[2][q][i][3] = i

\* Who goes together from one view to the next has delivered the same there.
VS == \A p, q \in Proc : \A t \in Transitions(p), u \in Transitions(q) :
    t.from = u.from /\ t.to = u.to => t.dlv = u.dlv

\* The transitional set: of those in both views, exactly those that came from the same one.
TS == \A p \in Proc : \A t \in Transitions(p) :
    /\ t.set \subseteq Members(t.from) \cap Members(t.to)
    /\ \A q \in Proc : \A u \in Transitions(q) : u.to = t.to => (q \in t.set <=> u.from = t.from)

\* A view is left with all own casts of it delivered.
SELF_DLV == \A p \in Proc : \A t \in Transitions(p) : Len(t.dlv[p]) = sent[t.from][p]

\* The ids of the views that a member installs rise.
MONO == \A p \in Proc : \A t \in Transitions(p) : t.from < t.to /\ t.to <= view[p]

\* No view is installed after a further change has been started.
NO_OBSOLETE == \A p \in Proc : \A t \in Transitions(p) : views[t.to][p] = t.change

\* Nothing is sent between the block and the next view.
BLOCK == \A p \in Proc : changing[p] => sent[view[p]][p] = told[p][change[p]].cut[p]

\* Once the run is at rest, all that are up end in the last view, and deliver there all that is sent.
LIVE == <>[](resting => \A p \in up : IsLast(view[p]) /\ \A q \in up : Len(delivered[p][q]) = sent[view[p]][q])
=============================================================================
