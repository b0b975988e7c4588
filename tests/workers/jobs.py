"""Jobs for workers: what files can do to a process."""

import os
import signal
import sys
import time


def doubled(number):
    os.write(1, b"not a result")
    return 2 * number


def die(number):
    if number < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def die_once(mark):
    """Ends the process the first time it is called with this file."""
    if not os.path.exists(mark):  # noqa: PTH110
        open(mark, "w").close()  # noqa: PTH123
        os.kill(os.getpid(), signal.SIGKILL)
    return "read"


def abort(_number):
    os.abort()


def leave(_number):
    os._exit(0)


def sleep(seconds):
    time.sleep(seconds)
    return seconds


def swallow(megabytes):
    return len(bytearray(megabytes * 1024**2))


def unspeakable(_number):
    return lambda: None


def fail(text):
    raise ValueError(text)


def process(_number):
    return os.getpid(), sys.flags.hash_randomization


def extract_file(file, *more):
    """Reads a file, unless it is one of those that end the process."""
    from zbreport.ledgers import extract

    if "毒" in file.label:
        os.abort()
    return extract.extract_file(file, *more)
