"""The code page of a Windows console, in which it reads bytes and by which it chooses its font."""

from __future__ import annotations

import sys


def console_page() -> int:
    """The code page of the console's output (`65001` is UTF-8).

    0 on other systems and without one.
    """
    if sys.platform != "win32":
        return 0
    import ctypes

    return int(ctypes.windll.kernel32.GetConsoleOutputCP())
