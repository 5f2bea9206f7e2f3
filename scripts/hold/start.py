"""Eight processes started at once; then one is killed."""

import time

from processes import Failed, Run, check, free_ports, no_stack_trace, together


def primary_line(members):
    """The primary views of all members form one chain: each holds a majority of the one before it."""
    views = {}
    for member in members:
        for _, view in member.views():
            if view["primary"]:
                views[view["id"]] = view["members"]
    chain = sorted(views.items(), key=lambda item: int(item[0].split(".")[0]))
    for (v, before), (w, after) in zip(chain, chain[1:]):
        if v.split(".")[0] == w.split(".")[0]:
            raise Failed(f"two primary views of one number: {v} {before} and {w} {after}")
        if 2 * len(set(before) & set(after)) <= len(before):
            raise Failed(f"primary view {w} {after} holds no majority of {v} {before}")
    if not chain:
        raise Failed("no primary view at all")
    return chain


def start(arguments):
    count = arguments.members
    with Run(f"start: {count} processes at once over {arguments.transport}, with one seed list", arguments.keep) as run:
        ports = free_ports(count)
        seeds = ",".join(f"127.0.0.1:{port}" for port in ports)
        common = ["--group", "hold", "--preset", "local", "--transport", arguments.transport, "--seeds", seeds]
        began = time.monotonic()
        members = [
            run.start(f"m{i + 1}", [*common, *arguments.extra, "--bind", f"127.0.0.1:{ports[i]}"]) for i in range(count)
        ]
        names = [member.name for member in members]
        common_at, view = together(members, names, timeout=120)
        first_view = min(member.views()[0][0] for member in members)
        last_first = max(member.views()[0][0] for member in members)
        run.say(f"common view {view['id']}: {common_at - began:.2f} s after the first process was started")
        listening = max(member.listening for member in members)
        run.say(
            f"the last of {count} Java machines listened at {listening - began:.2f} s; the first view of any member came "
            f"at {first_view - began:.2f} s, the last member's first at {last_first - began:.2f} s"
        )
        chain = primary_line(members)
        run.say(f"one primary line of {len(chain)} views: {', '.join(str(len(v)) for _, v in chain)} members")
        if not view["primary"]:
            raise Failed(f"the common view is not primary: {view}")

        for victim_rank, what in ((-1, "the youngest"), (0, "the coordinator")):
            by_rank = members[0].view()["members"]
            victim = next(member for member in members if member.name == by_rank[victim_rank])
            killed = victim.kill()
            members.remove(victim)
            names.remove(victim.name)
            seen, view = together(members, names, since=killed)
            millis = (seen - killed) * 1000
            run.say(f"SIGKILL to {what}, {victim.name}: all survivors have their view after {millis:.0f} ms")
            if arguments.transport == "tcp" and seen - killed > arguments.limit_seconds:
                raise Failed(f"that is above {arguments.limit_seconds} s")
        primary_line(run.processes)
        for member in members:
            member.end_input()
        for member in members:
            code = member.exit_code()
            if code:
                raise Failed(f"{member.name} ended with exit code {code}\n{member.last_words()}")
        check(run, run.processes)
        no_stack_trace(run.processes)
