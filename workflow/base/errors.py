"""How a program meets its user: a mistake is one line, and a request to stop is heeded."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager


class InputError(Exception):
    """Something a person can mend: the message says where, what was expected and what was found."""


@contextmanager
def user_errors_as_one_line() -> Iterator[None]:
    """Turn a person's mistake, or a refusal of the machine (files, memory), into one line and exit status 1.

    SIGTERM and Ctrl-C end the block as an exception would, so that nothing half-written stays behind.
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
