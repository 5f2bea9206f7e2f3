#!/usr/bin/env python3
"""Checks virtual synchrony in what members printed with --json: one file per member process.

    tutti member --group g --name ann ... --json > ann.json
    scripts/check-vs.py ann.json bob.json carl.json

Checked, for every file:
  parse         each line is a JSON object of a known kind (a last line cut off by a kill is left out)
  self          the member is in each of its views
  ids           view ids rise; two views of one id have the same members, and run the same, in every file
  transitional  it holds the member itself, and only members of both views; those in it that moved between the same
                two views agree on it
  same set      members that moved together between two views delivered the same casts in the first of them
  sender        who cast a message was in the view in which it was delivered
  order         each sender's casts in order, and without a gap as long as receiver and sender stayed together
  once          nothing twice
  number        a message names the view that it came in, and its number there; what has the same number at two members
                is the same
  left          nothing follows "left" but counters; and what a member that left in good order delivered in its last view,
                those that went on from there delivered too, with --order first and in the same order

With --order total or --order one, for groups that promise a total order (unordered casts apart). A group may switch while
it runs, so only those views are judged that promise it by their own "properties": with total, those that run
order=total or order=total-causal; with one, those of them whose engine is not the sequencer. None at all is an error.
  total         members that moved together between two views delivered the same casts in the first of them in the
                same order; and no two members delivered two casts in opposite orders. With --order total a view after
                which two members parted is left out between them, unless one of them left from it in good order, for the
                sequencer promises no more: who is cut off or killed may have been delivered an order that nobody else
                got to know

The order of casts is read from a running number in each payload, by default its last digits; --number gives another
regular expression with one group. Payloads without a number are held to "same set" only, as counts.

Exits 0 if all holds, 1 if not, 2 if a file cannot be read, or if no view runs what --order is to judge.
"""

import argparse
import collections
import json
import os
import re
import sys

KINDS = {"view", "message", "flushed", "switched", "left", "stats"}


class Stay:
    """A view as one member lived it: the view, and the casts it delivered until the next one."""

    def __init__(self, event):
        self.id = event["id"]
        self.members = event["members"]
        self.transitional = event["transitional"]
        self.primary = event["primary"]
        self.properties = event.get("properties", "")
        self.orders = orders_of(self.properties)
        self.casts = []  # (sender, payload)
        self.ordered = []  # those of them that have a place in an order
        self.places = []  # of the ordered ones: view, sender, kind, and which of these it is
        self.counts = collections.Counter()  # of messages, by sender and kind


class Member:
    def __init__(self, path, name):
        self.path = path
        self.name = name
        self.stays = []
        self.sends = 0
        self.left = False
        self.in_good_order = False

    def left_from(self, view_id):
        """Whether it left in good order, and this was its last view."""
        return self.in_good_order and bool(self.stays) and self.stays[-1].id == view_id


def orders_of(properties):
    """What --order may judge of a view that runs this."""
    said = dict(word.partition("=")[::2] for word in properties.split())
    if said.get("order") not in ("total", "total-causal"):
        return set()
    # Where the engine does not matter to the group, nothing is said, and the sequencer does it.
    return {"total"} if said.get("engine", "sequencer") == "sequencer" else {"total", "one"}


def number_of(view_id):
    """Orders ids as the members do: by number, then by the leader's id as a signed number."""
    number, leader = view_id.split(".")
    leader = int(leader, 16)
    return int(number), leader - (1 << 64) if leader >= 1 << 63 else leader


class Checker:
    def __init__(self, pattern, limit):
        self.pattern = re.compile(pattern)
        self.limit = limit
        self.problems = []
        self.count = 0
        self.pairs = 0
        self.compared = 0
        self.named = {}  # (view, sender, kind, number) -> payload, and who delivered it first

    def problem(self, rule, text):
        self.count += 1
        if len(self.problems) < self.limit:
            self.problems.append(f"{rule}: {text}")

    # ---- reading ----

    def read(self, path):
        name = os.path.splitext(os.path.basename(path))[0].split("@")[0]
        member = Member(path, name)
        with open(path, "rb") as file:
            raw = file.read()
        lines = raw.split(b"\n")
        lines.pop()  # empty, or cut off
        for at, line in enumerate(lines, 1):
            try:
                event = json.loads(line)
                kind = event["event"]
            except (ValueError, KeyError, TypeError) as wrong:
                self.problem("parse", f"{path}:{at}: no event: {wrong}")
                continue
            if kind not in KINDS:
                self.problem("parse", f"{path}:{at}: unknown event {kind!r}")
            elif member.left and kind != "stats":
                self.problem("left", f"{path}:{at}: {kind} after left")
            else:
                self.take(member, kind, event, at)
        return member

    def take(self, member, kind, event, at):
        where = f"{member.path}:{at}"
        if kind == "left":
            member.left = True
            member.in_good_order = "reason" not in event
        elif kind == "view":
            now = member.stays[-1] if member.stays else None
            if now and event["id"] == now.id:
                if event["members"] != now.members:
                    self.problem("ids", f"{where}: view {now.id} shown again with other members")
                return  # /view prints the present view again
            if now and number_of(event["id"]) <= number_of(now.id):
                self.problem("ids", f"{where}: view {event['id']} after {now.id}")
            if member.name not in event["members"]:
                self.problem("self", f"{where}: {member.name} is not in its view {event['id']}: {event['members']}")
            member.stays.append(Stay(event))
        elif kind == "message":
            if not member.stays:
                self.problem("sender", f"{where}: a message before the first view")
                return
            stay = member.stays[-1]
            which = event["from"], event["kind"]
            stay.counts[which] += 1
            self.numbered(member, stay, event, where)
            cast = event["from"], event["payload"]
            if event["kind"] == "send":
                member.sends += 1
                return
            stay.casts.append(cast)
            if event["kind"] != "unordered":
                stay.ordered.append(cast)
                stay.places.append((stay.id, *which, stay.counts[which]))

    def numbered(self, member, stay, event, where):
        """The view and the number that a message names, if it does."""
        if "number" not in event:
            return
        sender, kind, number = event["from"], event["kind"], event["number"]
        if event["view"] != stay.id:
            self.problem("number", f"{where}: a message of view {event['view']} in view {stay.id}")
        if number != stay.counts[sender, kind]:
            self.problem("number", f"{where}: {kind} {number} of {sender} came as number {stay.counts[sender, kind]}")
        if kind in ("cast", "gbcast"):
            payload, first = self.named.setdefault((stay.id, sender, kind, number), (event["payload"], member.name))
            if payload != event["payload"]:
                self.problem(
                    "number",
                    f"{where}: {kind} {number} of {sender} in view {stay.id} is {event['payload']!r}, "
                    f"and was {payload!r} at {first}",
                )

    # ---- checks ----

    def views_agree(self, members):
        known = {}
        for member in members:
            for stay in member.stays:
                first = known.setdefault(stay.id, (member, stay))
                if first[1].members != stay.members:
                    self.problem(
                        "ids",
                        f"view {stay.id} has members {first[1].members} at {first[0].name} "
                        f"and {stay.members} at {member.name}",
                    )
                if first[1].properties != stay.properties:
                    self.problem(
                        "ids",
                        f"view {stay.id} runs {first[1].properties!r} at {first[0].name} "
                        f"and {stay.properties!r} at {member.name}",
                    )
        return len(known)

    def member_alone(self, member):
        """What one file shows without the others."""
        seen = set()
        last = {}  # sender -> number of its last cast
        together = set()  # senders whose casts must follow without a gap
        before = None
        for stay in member.stays:
            transitional = set(stay.transitional)
            if member.name not in transitional:
                self.problem("transitional", f"{member.name} is not in its own set of view {stay.id}")
            if not transitional <= set(stay.members):
                self.problem("transitional", f"{member.name}: set of view {stay.id} is not among its members")
            if before and not transitional <= set(before.members):
                self.problem("transitional", f"{member.name}: set of view {stay.id} is not among those of {before.id}")
            together &= transitional
            for sender, payload in stay.casts:
                if sender not in stay.members:
                    self.problem("sender", f"{member.name} delivered from {sender}, not in view {stay.id}")
                found = self.pattern.search(payload)
                if not found:
                    continue
                if (sender, payload) in seen:
                    self.problem("once", f"{member.name} delivered {payload!r} of {sender} twice, again in {stay.id}")
                    continue
                seen.add((sender, payload))
                number = int(found.group(1))
                previous = last.get(sender)
                if previous is not None and number <= previous:
                    self.problem("order", f"{member.name}: {sender}'s {number} after {previous} in view {stay.id}")
                elif previous is not None and sender in together and number != previous + 1:
                    self.problem(
                        "order", f"{member.name}: {sender}'s {previous + 1} to {number - 1} missing in view {stay.id}"
                    )
                last[sender] = number
                together.add(sender)
            before = stay

    def together(self, members, order):
        """Members that moved between the same two views, each in the other's transitional set."""
        moves = collections.defaultdict(list)
        for member in members:
            for stay, following in zip(member.stays, member.stays[1:]):
                moves[stay.id, following.id].append((member, stay, following))
        for (v, w), group in moves.items():
            casts = {}
            for member, stay, following in group:
                casts[member.name] = collections.Counter(stay.casts)
            for i, (p, stay_p, following_p) in enumerate(group):
                for q, stay_q, following_q in group[i + 1 :]:
                    p_has_q = q.name in following_p.transitional
                    q_has_p = p.name in following_q.transitional
                    if p_has_q != q_has_p:
                        self.problem(
                            "transitional", f"{v} to {w}: {p.name} and {q.name} do not agree that they moved together"
                        )
                    if not (p_has_q and q_has_p):
                        continue
                    if set(following_p.transitional) != set(following_q.transitional):
                        self.problem("transitional", f"{v} to {w}: {p.name} and {q.name} have different sets")
                    self.pairs += 1
                    self.compared += len(stay_p.casts)
                    if casts[p.name] != casts[q.name]:
                        self.same_set(v, w, p, q, casts[p.name], casts[q.name])
                    elif order in stay_p.orders and stay_p.ordered != stay_q.ordered:
                        self.same_order(v, w, p, q, stay_p.ordered, stay_q.ordered)

    def left_behind(self, members, order):
        """Who leaves in good order has delivered nothing that the others do without."""
        farewells = {member: member.stays[-1] for member in members if member.in_good_order and member.stays}
        for leaver, last in farewells.items():
            for other in members:
                for stay, following in zip(other.stays, other.stays[1:]):
                    # Who comes to others alone may have been cut off, and have come back as a newcomer.
                    newcomer = len(following.transitional) == 1 < len(following.members)
                    if stay.id == last.id and not newcomer:
                        self.left_without(leaver, last, other, stay, order)

    def left_without(self, leaver, last, other, stay, order):
        alone = list((collections.Counter(last.casts) - collections.Counter(stay.casts)).elements())
        left = f"{leaver.name} left {last.id} with"
        if alone:
            self.problem("left", f"{left} {len(alone)} that {other.name} goes on without: {alone[:3]}")
        elif order in last.orders and last.ordered != stay.ordered[: len(last.ordered)]:
            self.problem("left", f"{left} what is not the beginning of what {other.name} delivered there")

    def same_set(self, v, w, p, q, of_p, of_q):
        only_p = list((of_p - of_q).elements())
        only_q = list((of_q - of_p).elements())
        self.problem(
            "same set",
            f"{v} to {w}: only {p.name} delivered {len(only_p)} {only_p[:3]}, only {q.name} {len(only_q)} {only_q[:3]}",
        )

    def same_order(self, v, w, p, q, of_p, of_q):
        differing = (i for i, (one, other) in enumerate(zip(of_p, of_q)) if one != other)
        at = next(differing, min(len(of_p), len(of_q)))
        here, there = (of[at] if at < len(of) else "not among the ordered ones" for of in (of_p, of_q))
        self.problem("total", f"{v} to {w}: cast {at + 1} is {here} at {p.name} and {there} at {q.name}")

    def one_order(self, members, order):
        """No two members delivered two casts in opposite orders."""
        for i, p in enumerate(members):
            for q in members[i + 1 :]:
                place = {cast: at for at, cast in enumerate(self.placed(p, q, order))}
                before = None
                for cast in self.placed(q, p, order):
                    if cast not in place:
                        continue
                    if before is not None and place[cast] < place[before]:
                        self.problem("total", f"{q.name} delivered {before} before {cast}, {p.name} the other way round")
                        break
                    before = cast

    @staticmethod
    def placed(member, other, order):
        """What a member delivered in an order that the other one has too."""
        sequence = []
        for stay, following in zip(member.stays, [*member.stays[1:], None]):
            if following is None:
                stayed = member.in_good_order
            else:
                stayed = other.name in following.transitional or other.left_from(stay.id)
            if order in stay.orders and (order == "one" or stayed):
                sequence.extend(stay.places)
        return sequence

    def expected(self, members, expectations):
        for expectation in expectations:
            who, _, count = expectation.partition("=")
            of = next((m for m in members if m.name == who), None)
            if of is None:
                self.problem("expect", f"there is no file of {who}")
                continue
            own = sum(1 for stay in of.stays for sender, _ in stay.casts if sender == who)
            if own != int(count):
                self.problem("expect", f"{who} delivered {own} of its own casts, not {count}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    named = "named after the member; NAME@2.json is another process of it, whose numbers go on"
    parser.add_argument("files", nargs="+", metavar="NAME.json", help=named)
    parser.add_argument("--number", default=r"(\d+)$", metavar="REGEX", help="finds the running number in a payload")
    own = "own casts that NAME must have delivered"
    parser.add_argument("--expect", action="append", default=[], metavar="NAME=N", help=own)
    orders = "total: as the sequencer promises it; one: as the other engines do, also of members that part; "
    orders += "each judges only the views that run such an order, and one must"
    parser.add_argument("--order", choices=["total", "one"], help=orders)
    parser.add_argument("--limit", type=int, default=10, metavar="N", help="print at most so many violations")
    arguments = parser.parse_args()

    checker = Checker(arguments.number, arguments.limit)
    try:
        members = [checker.read(path) for path in arguments.files]
    except OSError as wrong:
        print(f"check-vs: {wrong}", file=sys.stderr)
        return 2
    judged = {stay.id for member in members for stay in member.stays if arguments.order in stay.orders}
    if arguments.order and not judged:
        # Nothing would be judged: that must not pass for an order that was kept.
        runs = "a total order" if arguments.order == "total" else "a total order by another engine than the sequencer"
        print(f"check-vs: --order {arguments.order}: no view of these members runs {runs}", file=sys.stderr)
        return 2
    views = checker.views_agree(members)
    for member in members:
        checker.member_alone(member)
    checker.together(members, arguments.order)
    checker.left_behind(members, arguments.order)
    if arguments.order:
        checker.one_order(members, arguments.order)
    checker.expected(members, arguments.expect)

    for member in members:
        casts = sum(len(stay.casts) for stay in member.stays)
        path = " ".join(stay.id.split(".")[0] + ("" if stay.primary else "?") for stay in member.stays)
        end = "left" if member.left else "cut off"
        print(f"{member.name:12} {casts:8} casts {member.sends:6} sends   views {path}   {end}")
    print(f"{views} views, {checker.pairs} pairs that moved together, {checker.compared} casts compared")
    if arguments.order:
        print(f"{len(judged)} of these views run what --order {arguments.order} judges")
    for problem in checker.problems:
        print("VIOLATION", problem)
    if checker.count > len(checker.problems):
        print(f"... and {checker.count - len(checker.problems)} more")
    print("FAIL" if checker.count else "PASS")
    return 1 if checker.count else 0


if __name__ == "__main__":
    sys.exit(main())
