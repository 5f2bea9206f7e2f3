"""Members on hosts of their own: network namespaces, with loss and with a partition."""

import os
import threading
import time

from casts import Feeder
from links import Bridged, NotHere, Switched
from pause import has, lists, post
from processes import Failed, Run, check, no_stack_trace, together

PORT = 7800


def start_members(run, hosts, arguments, command="member"):
    seeds = ",".join(f"{hosts.address(i)}:{PORT}" for i in range(5))
    common = ["--group", "hold", "--preset", "lan", "--transport", arguments.transport, "--seeds", seeds]
    return [
        run.start(
            f"m{i + 1}",
            [*common, *arguments.extra, "--bind", f"{hosts.address(i)}:{PORT}"],
            command=command,
            namespace=hosts.names[i],
        )
        for i in range(5)
    ]


def finish(members):
    for member in members:
        member.end_input()
    for member in members:
        code = member.exit_code()
        if code:
            raise Failed(f"{member.name} ended with exit code {code}\n{member.last_words()}")
    no_stack_trace(members)


def lossy(arguments):
    """tc netem where the kernel has it, else a switch of our own with the same conditions."""
    if not arguments.switch:
        try:
            with Bridged(1, "delay 20ms loss 5% reorder 25% 50%"):
                return Bridged(5, "delay 20ms loss 5% reorder 25% 50%"), "tc netem"
        except NotHere:
            if os.geteuid() != 0:
                raise
    how = "a switch in a program" if arguments.switch else "a switch in a program, since tc netem does not work here"
    return Switched(5, loss=0.05, delay_seconds=0.02, early=0.25), how


def loss(arguments):
    try:
        network, how = lossy(arguments)
        with network as hosts:
            return loss_among(hosts, how, arguments)
    except NotHere as missing:
        return str(missing)


def loss_among(hosts, how, arguments):
    what = f"5 hosts over {arguments.transport}, 5 % loss, 20 ms delay, a quarter of the frames overtake"
    with Run(f"loss: {what}; by {how}", arguments.keep) as run:
        members = start_members(run, hosts, arguments)
        names = [member.name for member in members]
        at, view = together(members, names, timeout=120)
        run.say(f"one view of five: {view['id']}")
        always = threading.Event()
        always.set()
        began = time.monotonic()
        feeders = [Feeder(member, arguments.count, 64, always) for member in members]
        for feeder in feeders:
            feeder.start()
        for feeder in feeders:
            feeder.join(300)
        for member in members:
            member.write("/flush")
        for member in members:
            member.wait_event("flushed", 300)
        for member in members:
            for name in names:
                member.wait(f"all casts of {name}", lambda m, n=name: m.from_sender[n] == arguments.count, 60)
        run.say(f"{5 * arguments.count} casts delivered everywhere and stable after {time.monotonic() - began:.1f} s")
        if hosts.report():
            run.say(hosts.report())
        changes = len(members[0].views()) - 1 - [v["id"] for _, v in members[0].views()].index(view["id"])
        run.say(f"view changes meanwhile: {changes}")
        finish(members)
        check(run, members, *[f"--expect={name}={arguments.count}" for name in names])
    return None


def split(arguments):
    try:
        with Bridged(5) as hosts:
            split_members(hosts, arguments)
        with Bridged(5) as hosts:
            split_boards(hosts, arguments)
    except NotHere as missing:
        return str(missing)
    return None


def part(run, hosts, members, minority, arguments):
    """Parts the hosts for some seconds, and checks the views; returns both sides while they are parted, then heals."""
    small = [members[i] for i in minority]
    large = [member for member in members if member not in small]
    cut = time.monotonic()
    hosts.part(minority)
    for side, primary, what in ((large, True, "majority"), (small, False, "minority")):
        at, view = together(side, [member.name for member in side], since=cut)
        if view["primary"] != primary:
            raise Failed(f"the {what}'s view is {'' if view['primary'] else 'not '}primary: {view}")
        who = " ".join(view["members"])
        run.say(f"the {what}, {who}, has a view {at - cut:.2f} s after the cut, primary: {primary}")
    return small, large, cut


def heal(run, hosts, members, cut, arguments):
    while time.monotonic() - cut < arguments.seconds:
        time.sleep(0.05)
    healed = time.monotonic()
    hosts.heal()
    at, view = together(members, [member.name for member in members], since=healed)
    if not view["primary"]:
        raise Failed(f"the common view is not primary: {view}")
    run.say(f"healed: one view of five, primary, {at - healed:.2f} s after")
    return healed


def split_members(hosts, arguments):
    what = f"5 members over {arguments.transport} cast all the time; 3 and 2 are parted for {arguments.seconds:g} s"
    with Run(f"split: {what}", arguments.keep) as run:
        members = start_members(run, hosts, arguments)
        together(members, [member.name for member in members], timeout=120)
        stop = threading.Event()

        def talk(member):
            number = 0
            while not stop.is_set():
                number += 1
                member.write(f"{member.name} {number}")
                time.sleep(0.01)

        talkers = [threading.Thread(target=talk, args=(member,), daemon=True) for member in members]
        for talker in talkers:
            talker.start()
        _, _, cut = part(run, hosts, members, [3, 4], arguments)
        heal(run, hosts, members, cut, arguments)
        stop.set()
        for talker in talkers:
            talker.join()
        for member in members:
            member.write("/flush")
        for member in members:
            member.wait_event("flushed")
        finish(members)
        check(run, members)


def split_boards(hosts, arguments):
    what = f"5 boards over {arguments.transport}; the coordinator and one more are parted for {arguments.seconds:g} s"
    with Run(f"split: {what}", arguments.keep and arguments.keep + "-boards") as run:
        members = start_members(run, hosts, arguments, command="board")
        together(members, [member.name for member in members], timeout=120)
        first = post(members[0], "before the cut")
        has(members, first)
        oldest = members[0].view()["members"][:2]
        minority = [i for i, member in enumerate(members) if member.name in oldest]
        small, large, cut = part(run, hosts, members, minority, arguments)
        reply_there, reply_here = (post_reply(side[0], first) for side in (small, large))
        has(small, reply_there)
        has(large, reply_here)
        heal(run, hosts, members, cut, arguments)
        has(members, reply_there)
        has(members, reply_here)
        boards = lists(members)
        ids = [each["id"] for each in boards[0]]
        if any(board != boards[0] for board in boards) or sorted(ids) != sorted([first, reply_there, reply_here]):
            raise Failed(f"the boards are not merged: {[[p['id'] for p in board] for board in boards]}")
        run.say("all five boards hold the posts of both sides, each once")
        finish(members)


def post_reply(member, parent):
    since = time.monotonic()
    member.write(f"reply {parent} by {member.name}")
    return member.wait_event("posted", since=since)[1]["id"]
