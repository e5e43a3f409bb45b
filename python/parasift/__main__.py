"""The command ``parasift``, also as ``python -m parasift``: the very same as the binary."""

from __future__ import annotations

import signal
import sys
from typing import NoReturn

from parasift._parasift import _run


def main() -> NoReturn:
    """Runs the command with the arguments of the process, and ends it."""
    # Python would only take a note of Ctrl-C and wait for the command to end.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    sys.exit(_run(["parasift", *sys.argv[1:]]))


if __name__ == "__main__":
    main()
