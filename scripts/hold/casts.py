"""Members cast while one is killed, one leaves and one joins."""

import threading
import time

from processes import Failed, Run, check, check_traces, free_ports, no_stack_trace, together

GROUP = ["--group", "hold", "--preset", "local"]
BURST = 50


class Feeder(threading.Thread):
    """Writes numbered lines to one member. From half of them on it is slow until the newcomer has joined, so that the
    join falls among the casts, and the last fifth comes after it."""

    def __init__(self, member, count, size, joined, then=None):
        super().__init__(daemon=True)
        self.member = member
        self.count = count
        self.filler = "." * max(0, size - len(member.name) - 8)
        self.joined = joined
        self.then = then
        self.written = 0

    def run(self):
        while self.written < self.count:
            if self.written * 2 < self.count or self.joined.is_set():
                self.burst(BURST)
            elif self.written * 5 < self.count * 4:
                self.burst(1)
                time.sleep(0.01)
            else:
                self.joined.wait(1)
        if self.then:
            self.then()

    def burst(self, lines):
        numbers = range(self.written + 1, min(self.count, self.written + lines) + 1)
        self.member.write(*[f"{self.member.name}{self.filler} {number}" for number in numbers])
        self.written = numbers[-1]


def what_order(arguments):
    """The options of each member, and what the order of casts is to be held against."""
    order, engine = arguments.order, arguments.engine
    options = [] if order == "fifo" else ["--order", order, *(["--engine", engine] if engine else [])]
    if not order.startswith("total"):
        return options, []
    return options, ["--order=total" if engine in (None, "sequencer") else "--order=one"]


def casts(arguments):
    count, size = arguments.count, arguments.size
    ordered, held_against = what_order(arguments)
    what = f"5 members over {arguments.transport} cast {count} messages each; one is killed, one leaves, one joins"
    what += f"; {' '.join(ordered)}" if ordered else ""
    with Run(f"casts: {what}", arguments.keep) as run:
        ports = free_ports(6)
        seeds = ",".join(f"127.0.0.1:{port}" for port in ports[:5])
        common = [*GROUP, "--transport", arguments.transport, "--seeds", seeds, *ordered, *arguments.extra]
        causal = arguments.order.endswith("causal")

        def start(number):
            name = f"m{number}"
            # Only a trace says what a member had been delivered when it cast.
            trace = ["--trace", run.trace(name)] if causal else []
            return run.start(name, [*common, "--bind", f"127.0.0.1:{ports[number - 1]}", "--stats", *trace])

        members = [start(number) for number in range(1, 6)]
        m1, m2, m3, m4, m5 = members
        names = [member.name for member in members]
        together(members, names)
        run.say(f"one view of {len(names)} members")

        joined, started = threading.Event(), threading.Event()
        started.set()
        feeders = [
            Feeder(m1, count, size, joined),
            Feeder(m2, count, size, started),
            Feeder(m3, count // 2, size, started, lambda: m3.write("/leave")),
            Feeder(m4, count, size, joined),
            Feeder(m5, count, size, joined),
        ]
        began = time.monotonic()
        for feeder in feeders:
            feeder.start()
        m1.wait("casts of m2", lambda process: process.from_sender["m2"] > count // 10)
        killed = m2.kill()
        m6 = start(6)
        m6.wait("a view", lambda process: process.view())
        joined.set()
        run.say("m6 has joined")
        feeders.append(Feeder(m6, count, size, joined))
        feeders[-1].start()
        for feeder in feeders:
            feeder.join(arguments.limit)
            if feeder.is_alive():
                words = feeder.member.last_words()
                raise Failed(f"{feeder.member.name} stopped reading after {feeder.written} lines\n{words}")
        stay = [m1, m4, m5, m6]
        for member in stay:
            member.write("/flush")
        for member in stay:
            member.wait_event("flushed", arguments.limit)
        run.say(f"all own casts are stable, {time.monotonic() - began:.1f} s after the first line")
        together(stay, ["m1", "m4", "m5", "m6"], since=killed)
        for member in stay:
            member.end_input()
        for member in [*stay, m3]:
            code = member.exit_code()
            if code:
                raise Failed(f"{member.name} ended with exit code {code}\n{member.last_words()}")
        for member in (m1, m4, m5):
            for sender in ("m1", "m4", "m5"):
                delivered = member.from_sender[sender]
                if delivered != count:
                    raise Failed(f"{member.name} delivered {delivered} of the {count} casts of {sender}")
        run.say(f"m1, m4 and m5, which stayed all the time, delivered all {3 * count} of their casts")
        expect = [f"--expect={member.name}={count}" for member in stay]
        check(run, [*members, m6], *held_against, *expect)
        if causal:
            check_traces(run, [*members, m6])
        no_stack_trace([*members, m6])
