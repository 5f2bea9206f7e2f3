"""A member of the board is stopped for a while."""

import time

from processes import Failed, Run, free_ports, no_stack_trace, together


def post(member, subject):
    since = time.monotonic()
    member.write(f"post {subject} | by {member.name}")
    return member.wait_event("posted", since=since)[1]["id"]


def lists(members):
    result = []
    for member in members:
        since = time.monotonic()
        member.write("list")
        result.append(member.wait_event("list", since=since)[1]["posts"])
    return result


def has(members, post_id):
    for member in members:
        member.wait(
            f"post {post_id}",
            lambda m: any(e["event"] == "post" and e["id"] == post_id for _, e in m.events),
        )


def pause(arguments):
    seconds = arguments.seconds
    what = f"a board of 4 over {arguments.transport}, one member stopped for {seconds:g} s"
    with Run(f"pause: {what}", arguments.keep) as run:
        ports = free_ports(4)
        seeds = ",".join(f"127.0.0.1:{port}" for port in ports)
        common = ["--group", "hold", "--preset", "local", "--transport", arguments.transport, "--seeds", seeds]
        members = [
            run.start(f"m{i + 1}", [*common, *arguments.extra, "--bind", f"127.0.0.1:{ports[i]}"], command="board")
            for i in range(4)
        ]
        names = [member.name for member in members]
        together(members, names)
        for rank, what in ((2, "a member"), (0, "the coordinator")):
            by_rank = members[0].view()["members"]
            stopped = next(member for member in members if member.name == by_rank[rank])
            others = [member for member in members if member is not stopped]
            has(members, post(stopped, f"before, of {stopped.name}"))
            stopped.stop()
            began = time.monotonic()
            run.say(f"SIGSTOP to {what}, {stopped.name}")
            at, _ = together(others, [m.name for m in others], since=began)
            run.say(f"the others go on without it after {at - began:.2f} s")
            missed = [post(member, f"while {stopped.name} is stopped") for member in others]
            has(others, missed[-1])
            while time.monotonic() - began < seconds:
                time.sleep(0.1)
            resumed = time.monotonic()
            stopped.go_on()
            at, _ = together(members, names, since=resumed)
            run.say(f"SIGCONT: one view of all again after {at - resumed:.2f} s")
            for each in missed:
                has([stopped], each)
            has(members, post(stopped, f"after, of {stopped.name}"))
            boards = lists(members)
            if any(board != boards[0] for board in boards):
                raise Failed(f"the boards differ: {[len(board) for board in boards]} posts")
            run.say(f"{stopped.name} has what it missed; all four boards are equal, {len(boards[0])} posts")
        for member in members:
            member.write("quit")
        for member in members:
            code = member.exit_code()
            if code:
                raise Failed(f"{member.name} ended with exit code {code}\n{member.last_words()}")
        no_stack_trace(members)
