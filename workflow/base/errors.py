"""Report a user's mistake in one line, and stop cleanly when asked to."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager


class InputError(Exception):
    """A mistake that a person can correct: the message says where, what was expected and what was found."""


@contextmanager
def user_errors_as_one_line() -> Iterator[None]:
    """Turn a person's mistake, or a failure of the machine (files, memory), into one line and exit status 1.

    SIGTERM and Ctrl-C end the block as an exception would, so that nothing half-written is left behind.
    """
    before = signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    try:
        yield
    except (InputError, OSError, MemoryError) as error:
        sys.exit(f"error: {error}")
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)
    finally:
        signal.signal(signal.SIGTERM, before)
