"""The loop over changed inputs of one target: `python -m tests.fuzz.loop NAME SECONDS SEED` (see `run`)."""

from __future__ import annotations

import faulthandler
import hashlib
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from random import Random

from dq.apart import bound_memory
from tests.fuzz.contract import Target, corpus, load
from tests.fuzz.mutation import LONGEST, change

FOUND = Path("build", "fuzz", "found")
_LONGEST_RUN = 60
"""Seconds that one input may take on a busy machine before it counts as hanging."""
_MEMORY = 1024
"""Megabytes that the whole process may have: the libraries take some hundreds."""
_DATA = 768
"""Megabytes that a target may ask for before it is told that there are no more, as readers in their own process are."""
_WATCHED = {"rule_text": ["dq.syntax", "dq.semantics"], "templates": ["dq.templates"]}
"""Where branches are counted: what is tried itself, since counting costs much of the time."""


def main(name: str, seconds: int, seed: int) -> int:
    """Fuzz for so long; 0 where nothing was found. With atheris the process ends here."""
    FOUND.mkdir(parents=True, exist_ok=True)
    if find_spec("atheris") is None:
        return at_random(name, load(name), seconds, seed)
    _guided(name, seconds, seed)
    return 0


def _guided(name: str, seconds: int, seed: int) -> None:
    import atheris

    with atheris.instrument_imports(include=_WATCHED.get(name, ["dq.ingest"])):
        target = load(name)
    bound_memory(_DATA * 1024 * 1024)
    kept = [path.parent for path in corpus(name)[:1]]
    new = FOUND.parent / "corpus" / name
    new.mkdir(parents=True, exist_ok=True)

    def changed(data: bytes, longest: int, number: int) -> bytes:
        random = Random(number)
        if random.random() < 0.2:
            return bytes(atheris.Mutate(data, longest))
        within = (lambda piece: bytes(atheris.Mutate(piece, len(piece) + 8))) if random.random() < 0.5 else None
        return change(data, random, target.TOKEN, target.WORDS, within)[:longest]

    options = {
        "max_total_time": seconds,
        "timeout": _LONGEST_RUN,
        "rss_limit_mb": _MEMORY,
        "max_len": LONGEST,
        "seed": seed,
        "artifact_prefix": f"{FOUND}/{name}-",
    }
    arguments = [f"-{option}={value}" for option, value in options.items()]
    atheris.Setup([sys.argv[0], *arguments, str(new), *map(str, kept)], target.one, custom_mutator=changed)
    atheris.Fuzz()


def at_random(name: str, target: Target, seconds: int, seed: int) -> int:
    """Change kept inputs at random for so long; the first that breaks a promise is written down."""
    random = Random(seed or None)
    kept = [path.read_bytes() for path in corpus(name)]
    ends = time.monotonic() + seconds
    runs = 0
    while time.monotonic() < ends:
        data = random.choice(kept) if runs >= len(kept) else kept[runs]
        if runs >= len(kept):
            data = change(data, random, target.TOKEN, target.WORDS)
        faulthandler.dump_traceback_later(_LONGEST_RUN, exit=True)
        try:
            target.one(data)
        except Exception:
            path = FOUND / f"{name}-{hashlib.sha256(data).hexdigest()[:16]}"
            path.write_bytes(data)
            print(f"broken by {path}", flush=True)
            raise
        finally:
            faulthandler.cancel_dump_traceback_later()
        runs += 1
    print(f"Done {runs} runs")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
