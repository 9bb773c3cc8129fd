"""The checksum of a large file, made in a thread while the file is read.

Provenance states the checksum of every file. Over the calls of a whole genome it takes as long as
bcftools takes to fetch the panel's records; hashing leaves the interpreter alone while it works on
a window, so with windows that are large it costs no time on the clock.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_WINDOW_BYTES: Final = 8 << 20
"""Between two windows the thread waits for its turn, so they are few."""


@contextmanager
def checksum_meanwhile(path: Path) -> Iterator[Callable[[], str]]:
    """Begin to make the SHA-256 of a file; what is handed out waits for it.

    Raises:
        OSError: When the checksum is asked for, if the file cannot be read.
    """
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="checksum") as pool:
        yield pool.submit(_checksum, path).result


def _checksum(path: Path) -> str:
    digest = hashlib.sha256()
    window = memoryview(bytearray(min(_WINDOW_BYTES, path.stat().st_size + 1)))
    with path.open("rb", buffering=0) as handle:
        while size := handle.readinto(window):
            digest.update(window[:size])
    return digest.hexdigest()
