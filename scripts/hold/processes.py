"""Members as real processes: started, watched, and ended by their process ids only."""

import collections
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
# A build tests the classes that it has just compiled, in place of those that bin/tutti built.
TUTTI = os.environ.get("TUTTI_COMMAND") or os.path.join(ROOT, "bin", "tutti")
MESSAGE = b'{"event":"message"'
FROM = re.compile(rb'"from":"([^"]*)"')
IPV4 = "127.0.0.1"


class Failed(Exception):
    """What was to hold did not; the text says what."""


class Process:
    """One tutti process with --json. Its standard output goes to NAME.json, its standard error to NAME.err."""

    def __init__(self, run, command, name, arguments, namespace=None, environment=None, label=None):
        self.name = name
        self.label = label or name
        self.json = os.path.join(run.folder, self.label + ".json")
        self.err = os.path.join(run.folder, self.label + ".err")
        self.changed = threading.Condition()
        self.events = []  # (time, event), all but messages
        self.from_sender = collections.Counter()
        self.ended = False
        words = [TUTTI, command, "--name", name, "--json", *arguments]
        if namespace:
            words = ["ip", "netns", "exec", namespace, *words]
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, **(environment or {})},
            start_new_session=True,
        )
        self.pid = self.process.pid
        self.writing = threading.Lock()
        self.listening = None  # when it said that it listens
        self.readers = [threading.Thread(target=each, daemon=True) for each in (self.read, self.read_errors)]
        for reader in self.readers:
            reader.start()

    def read(self):
        with open(self.json, "wb") as copy:
            for line in self.process.stdout:
                copy.write(line)
                now = time.monotonic()
                with self.changed:
                    if line.startswith(MESSAGE):
                        self.from_sender[FROM.search(line).group(1).decode()] += 1
                    else:
                        try:
                            self.events.append((now, json.loads(line)))
                        except ValueError:
                            pass  # the last line of a killed process
                    self.changed.notify_all()
        with self.changed:
            self.ended = True
            self.changed.notify_all()

    def read_errors(self):
        with open(self.err, "wb", buffering=0) as copy:
            for line in self.process.stderr:
                copy.write(line)
                if self.listening is None and b" listens on " in line:
                    self.listening = time.monotonic()

    def finish_reading(self):
        for reader in self.readers:
            reader.join(10)

    # ---- input ----

    def write(self, *lines):
        """Writes lines; harmless when the process is gone."""
        try:
            with self.writing:
                self.process.stdin.write("".join(line + "\n" for line in lines).encode())
                self.process.stdin.flush()
        except (BrokenPipeError, ValueError):
            pass

    def end_input(self):
        try:
            with self.writing:
                self.process.stdin.close()
        except BrokenPipeError:
            pass

    # ---- signals ----

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        return time.monotonic()

    def stop(self):
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self):
        self.process.send_signal(signal.SIGCONT)

    def exit_code(self, timeout=60):
        try:
            code = self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            raise Failed(f"{self.label} does not end within {timeout} s") from None
        self.finish_reading()
        return code

    # ---- output ----

    def wait(self, what, predicate, timeout=60):
        """Waits until predicate(self) returns something true, and returns it."""
        until = time.monotonic() + timeout
        with self.changed:
            while True:
                result = predicate(self)
                if result:
                    return result
                left = until - time.monotonic()
                if left <= 0:
                    raise Failed(f"{self.label} did not show {what} within {timeout} s\n{self.last_words()}")
                if self.ended:
                    raise Failed(f"{self.label} ended while waiting for {what}\n{self.last_words()}")
                self.changed.wait(left)

    def views(self):
        return [(at, event) for at, event in self.events if event["event"] == "view"]

    def view(self):
        views = self.views()
        return views[-1][1] if views else None

    def wait_view(self, names, timeout=60, since=0.0):
        """Waits for a view of exactly these members, and returns when it came and what it was."""
        wanted = sorted(names)

        def found(process):
            for at, event in process.views():
                if at >= since and sorted(event["members"]) == wanted:
                    return at, event
            return None

        return self.wait(f"a view of {' '.join(wanted)}", found, timeout)

    def wait_event(self, kind, timeout=60, since=0.0):
        def found(process):
            return next(((at, e) for at, e in process.events if at >= since and e["event"] == kind), None)

        return self.wait(kind, found, timeout)

    def errors(self):
        with open(self.err, encoding="utf-8", errors="replace") as file:
            return file.read()

    def last_words(self):
        views = [f"{v['id']} {v['members']}" for _, v in self.views()[-3:]]
        return f"  last views: {views}\n  standard error: {self.errors()[-600:].strip()}"


class Run:
    """One scenario: a folder for its output, and all processes that it started."""

    def __init__(self, title, keep=None):
        self.title = title
        self.keep = keep
        self.folder = keep or tempfile.mkdtemp(prefix="tutti-hold-")
        os.makedirs(self.folder, exist_ok=True)
        self.processes = []
        self.started = time.monotonic()

    def trace(self, name):
        """Where a member writes its trace."""
        return os.path.join(self.folder, name + ".trace")

    def start(self, name, arguments, command="member", **more):
        process = Process(self, command, name, arguments, **more)
        self.processes.append(process)
        return process

    def say(self, text):
        print(f"  {time.monotonic() - self.started:6.2f} s  {text}", flush=True)

    def __enter__(self):
        print(f"{self.title}", flush=True)
        return self

    def __exit__(self, kind, failure, trace):
        for process in self.processes:
            if process.process.poll() is None:
                process.go_on()
                process.kill()
        for process in self.processes:
            process.process.wait()
            process.finish_reading()
        if kind is None and not self.keep:
            shutil.rmtree(self.folder, ignore_errors=True)
        elif kind is not None:
            print(f"  output of all processes is in {self.folder}", flush=True)
        return False


def free_ports(count, host=IPV4):
    """Ports that are free for TCP and UDP at this moment."""
    held, ports = [], []
    while len(ports) < count:
        tcp = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        tcp.bind((host, 0))
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        held += [tcp, udp]
        try:
            udp.bind((host, tcp.getsockname()[1]))
        except OSError:
            continue
        ports.append(tcp.getsockname()[1])
    for each in held:
        each.close()
    return ports


def build():
    """Builds once, so that members started at the same moment do not wait for a build."""
    subprocess.run([TUTTI, "--version"], check=True, stdout=subprocess.DEVNULL)


def together(processes, names, timeout=60, since=0.0):
    """Waits until all have the same view of these members; returns when the last of them had it, and the view."""
    seen = [process.wait_view(names, timeout, since) for process in processes]
    ids = {event["id"] for _, event in seen}
    if len(ids) > 1:
        # An older view may have had the same members: look at the newest of each.
        ids = {process.wait_view(names, timeout, since) and process.view()["id"] for process in processes}
        if len(ids) > 1:
            raise Failed(f"views of the same members have different ids: {sorted(ids)}")
    return max(at for at, _ in seen), seen[-1][1]


def check(run, processes, *more):
    """Runs check-vs.py over what they printed."""
    script = os.path.join(ROOT, "scripts", "check-vs.py")
    result = subprocess.run(
        ["python3", script, *more, *[process.json for process in processes]], capture_output=True, text=True
    )
    for line in (result.stdout + result.stderr).splitlines():
        run.say(f"check-vs: {line}")
    if result.returncode:
        raise Failed("virtual synchrony is violated")


def check_traces(run, processes):
    """Runs tutti check over what they wrote with --trace."""
    traces = [run.trace(process.name) for process in processes]
    for trace in traces:
        with open(trace, "rb+") as file:
            whole = file.read()
            file.truncate(whole.rfind(b"\n") + 1)  # what a kill cut off
    result = subprocess.run([TUTTI, "check", *traces], capture_output=True, text=True)
    lines = (result.stdout + result.stderr).splitlines()
    for line in lines[:10] + lines[10:][-1:]:
        run.say(f"check: {line}")
    if result.returncode:
        raise Failed("the traces show that a guarantee was broken")


def no_stack_trace(processes):
    for process in processes:
        errors = process.errors()
        # The first two as the JVM writes them, the others as a node reports what it survived.
        marks = ["\tat ", "Exception in thread", "failed in ", "error while "]
        if any(mark in errors for mark in marks):
            raise Failed(f"an exception escaped in {process.label}:\n{errors[-1500:]}")
