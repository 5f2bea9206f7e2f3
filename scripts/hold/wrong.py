"""Wrong input: each case a one-line error that says what to do, and an exit code of its own."""

import socket
import subprocess

from processes import TUTTI, Failed, Run, free_ports, together

LONGEST_QUOTE = 400
MEMBER = ["member", "--group", "hold", "--name", "n", "--preset", "local"]


def command(arguments, text="", limit=60):
    return subprocess.run([TUTTI, *arguments], input=text, capture_output=True, text=True, timeout=limit)


def shell(line, limit=60):
    """A command line with redirections; TUTTI is the command."""
    words = ["sh", "-c", line, TUTTI]
    return subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=limit)


def quoted(what):
    """For a failure; a process that went wrong may have printed megabytes."""
    text = repr(what)
    return text if len(text) <= LONGEST_QUOTE else text[:LONGEST_QUOTE] + " ..."


def quiet(run, what, result, code, printed):
    text = f"{what}: exit code {result.returncode}, {quoted(result.stdout)}, {quoted(result.stderr)}"
    remarks = [line for line in result.stderr.splitlines() if " listens on " not in line]
    if result.returncode != code or remarks or result.stdout.splitlines()[-1:] != printed:
        raise Failed(f"{text}; expected {code}, {printed} and no remark")
    run.say(f"{code:2}  {what}: nothing to say")


def expect(run, what, result, code, remedy, errors=1):
    lines = [line for line in result.stderr.splitlines() if line.startswith("tutti ") or not line.startswith("tutti:")]
    text = f"{what}: exit code {result.returncode}, {quoted(lines)}"
    if result.returncode != code:
        raise Failed(f"{text}; expected {code}")
    if len(lines) != errors or remedy not in lines[0]:
        raise Failed(f"{text}; expected {errors} line with '{remedy}'")
    run.say(f"{code:2}  {what}: {lines[0]}")


def wrong(arguments):
    with Run("wrong: each mistake has one line and a code of its own", arguments.keep) as run:
        taken = socket.create_server(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        silent = free_ports(1)[0]
        found = [*MEMBER, "--found"]
        cases = [
            ("port taken", [*found, "--bind", f"127.0.0.1:{port}"], 4, "choose another"),
            ("address of another machine", [*found, "--bind", "192.0.2.1:0"], 4, "not an address of this machine"),
            ("unknown host to bind", [*found, "--bind", "nosuchhost.invalid:0"], 5, "check its spelling"),
            (
                "unknown host as seed",
                [*MEMBER, "--seeds", "nosuchhost.invalid:1", "--join-timeout", "3s"],
                5,
                "check its spelling",
            ),
            (
                "seeds that never answer",
                [*MEMBER, "--seeds", f"127.0.0.1:{silent}", "--join-timeout", "3s"],
                6,
                "Check the seeds",
            ),
            ("no seeds", MEMBER, 3, "--found"),
            ("unknown option", [*found, "--jsn"], 2, "did you mean --json"),
            ("unknown order", [*found, "--order", "sideways"], 2, "there are fifo"),
            ("engine without a total order", [*found, "--engine", "token"], 3, "ask for the order total"),
            ("unknown engine", [*found, "--order", "total", "--engine", "steam"], 2, "there are sequencer"),
            ("unknown setting", [*found, "--set", "speed=1"], 2, "there are"),
            ("setting out of range", [*found, "--set", "heartbeatMillis=1"], 3, "must be"),
            ("frames too small", [*found, "--set", "maxFrameBytes=1"], 3, "maxFrameBytes must be 512 to"),
            ("seed without a port", [*MEMBER, "--seeds", "127.0.0.1:0"], 3, "port from 1 to 65535"),
            ("empty list of seeds", [*MEMBER, "--seeds", ""], 2, "expected HOST:PORT"),
            ("name of two lines", ["member", "--group", "g", "--name", "a\nb", "--found"], 3, "line ends"),
            ("advertised address of nobody", [*found, "--advertise", "0.0.0.0:1"], 3, "name one at which"),
            ("trace in no folder", [*found, "--trace", "/no/such/folder/t"], 2, "no such file or folder"),
            ("trace on a full disk", [*found, "--trace", "/dev/full"], 14, "the trace cannot be written"),
            ("no trace", ["check", "/"], 2, "cannot be read: Is a directory"),
        ]
        if arguments.short:
            cases = cases[::7]
        for what, words, code, remedy in cases:
            expect(run, what, command(words), code, remedy)
        taken.close()

        small = [*found, "--set", "maxPayloadBytes=10"]
        expect(run, "payload above the limit", command(small, "short\nmuch too long for it\nshort\n"), 9, "split it")
        if not arguments.short:
            huge = command([*found, "--json"], "x" * 70_000_000 + "\nafter\n")
            expect(run, "a line of 70 MB", huge, 9, "maxPayloadBytes")
            if '"payload":"after"' not in huge.stdout:
                raise Failed("the line after one that was refused was not cast")
        expect(run, "cast after leave", command(found, "one\n/leave\ntwo\n"), 11, "join again")
        member = '"$0" ' + " ".join(found)
        expect(run, "a folder as input", shell(member + " </"), 14, "standard input cannot be read")
        expect(run, "output to a full disk", shell(member + " >/dev/full"), 14, "standard output cannot be written")
        quiet(run, "closed input", shell(member + " <&-"), 0, ["* left"])
        quiet(run, "closed output", shell(member + " >&-"), 0, [])
        quiet(run, "closed errors", shell(member + " 2>&-"), 0, ["* left"])
        if not arguments.short:
            pipe = "(sleep 5; echo one; sleep 5) | ({ " + member + "; echo $? >&3; } | head -1 >/dev/null) 3>&1"
            quiet(run, "a reader that goes", shell(pipe), 0, ["141"])
        expect(run, "send to nobody", command(found, "/send bob hello\n"), 2, "no such member")
        expect(run, "unknown command", command(found, "/dance\n"), 2, "there are /send")
        board = ["board", "--group", "hold", "--name", "n", "--found", "--json", "--max-posts", "1"]
        expect(run, "board full", command(board, "post one\npost two\n"), 13, "the board is full")
        expect(run, "reply to nothing", command(board, "reply 1234.1 yes\n"), 2, "no post 1234.1")

        ports = free_ports(3)
        seeds = ",".join(f"127.0.0.1:{p}" for p in ports)
        common = ["--group", "hold", "--preset", "local", "--seeds", seeds, "--primary"]
        members = [run.start(f"m{i + 1}", [*common, "--bind", f"127.0.0.1:{ports[i]}"]) for i in range(3)]
        together(members, ["m1", "m2", "m3"])
        join = ["member", "--group", "hold", "--preset", "local", "--seeds", seeds, "--join-timeout", "15s"]
        expect(run, "name already in the group", command([*join, "--name", "m2", "--primary"]), 7, "m2")
        expect(run, "group with another policy", command([*join, "--name", "m4"]), 8, "another stack")
        killed = max(members[0].kill(), members[1].kill())
        members[2].wait_view(["m3"], since=killed)
        members[2].write("may I?")
        members[2].end_input()
        code = members[2].exit_code()
        result = subprocess.CompletedProcess([], code, "", members[2].errors())
        expect(run, "cast that is not primary", result, 10, "wait for a primary view")
