#!/usr/bin/env python3
"""keys.py COUNT PROGRAM...: how soon a program on a terminal answers keys.

Presses COUNT keys at random moments and prints the time from each to the first byte that follows,
then what the screen says of its interval, and the program's memory and processor time. With ALONE
in the environment both are served before everything else on the machine, so that the times are not
those of waiting for a core.
"""

import fcntl
import os
import pty
import random
import re
import select
import signal
import struct
import sys
import termios
import time

# In this order each changes something.
KEYS = [b"j", b"k", b"G", b"g", b"\x1b[6~", b"\x1b[5~", b"2", b"1", b"\x06", b"I"]


def drain(terminal, seconds):
    """Reads for so long; what came."""
    end = time.monotonic() + seconds
    got = b""
    while True:
        if not select.select([terminal], [], [], max(0, end - time.monotonic()))[0]:
            return got
        try:
            got += os.read(terminal, 1 << 16)
        except OSError:
            sys.exit("the program ended with status %d: %r" % (os.wait()[1], got[-2000:]))


def main():
    count = int(sys.argv[1])
    process, terminal = pty.fork()
    if process == 0:
        os.environ.update(TERM="vt100", LANG="C.UTF-8")
        if "ALONE" in os.environ:
            # Sessions share the processor, not processes: nice alone would do nothing.
            with open("/proc/self/autogroup", "w") as group:
                group.write("-20")
        os.execvp(sys.argv[2], sys.argv[2:])
    if "ALONE" in os.environ:
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 60, 200, 0, 0))
    drain(terminal, float(os.environ.get("WARM_UP", 20)))
    times = []
    pressed = 0
    while pressed < count:
        drain(terminal, random.uniform(0.05, 0.5))
        # In a quiet moment, so that a refresh is not taken for the answer.
        while drain(terminal, 0.04):
            pass
        key = KEYS[pressed % len(KEYS)]
        began = time.monotonic()
        os.write(terminal, key)
        if select.select([terminal], [], [], 5)[0]:
            times.append((time.monotonic() - began) * 1000)
        else:
            print("no answer to", key)
            times.append(5000)
        pressed += 1
    drain(terminal, 1)
    os.write(terminal, b"\x0c")
    screen = drain(terminal, 2).decode("utf-8", "replace")
    times.sort()
    print("keys: %d, median %.1f ms, p99 %.1f ms, max %.1f ms" % (
        count, times[count // 2], times[min(count - 1, int(count * 0.99))], times[-1]))
    plain = re.sub(r"\x1b[\[(][0-9;?]*[A-Za-z0-9]|\x0f|\x0e|\$<[0-9]+>", " ", screen)
    for line in re.findall(r"every[^\r\n]{0,60}|Total:[^\r\n]{0,80}|[0-9]+ of [0-9]+ sockets", plain)[:4]:
        print("screen:", re.sub(r" +", " ", line).strip())
    with open("/proc/%d/status" % process) as status:
        print("memory:", *[line.split()[1] + " kB" for line in status if line.startswith("VmHWM")])
    with open("/proc/%d/stat" % process) as stat:
        words = stat.read().rsplit(")", 1)[1].split()
        print("processor: %.1f s" % ((int(words[11]) + int(words[12])) / 100))
    os.kill(process, signal.SIGTERM)
    began = time.monotonic()
    while not os.waitpid(process, os.WNOHANG)[0]:
        if select.select([terminal], [], [], 0.01)[0]:
            try:
                os.read(terminal, 1 << 16)
            except OSError:
                pass
    print("end: after %.1f ms" % ((time.monotonic() - began) * 1000))
    return 0


sys.exit(main())
