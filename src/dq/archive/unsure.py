"""What of the reports held was not read or is doubted, from the accounts kept beside their documents."""

from __future__ import annotations

import json
from collections.abc import Collection

from dq.archive.archive import Archive
from dq.archive.reading import Unsure
from dq.archive.writing import reading_path


def unsure(archive: Archive, reports: Collection[str] = ()) -> Unsure:
    """How many figures of the latest versions were not read and how many cells are doubted still: a doubted cell that a
    person corrected is settled. A report without an account that can be understood adds nothing.

    Parameters: `reports` ids, all where empty.
    Example: `unsure(archive).unread` → 0 where every figure within the tables is accounted for.
    """
    unread = doubted = 0
    for entry in archive.latest:
        if reports and entry.report not in reports:
            continue
        try:
            totals = json.loads(reading_path(archive.root, entry.sha256).read_bytes())["totals"]
            unread, doubted = unread + int(totals["unread"]), doubted + int(totals["doubted"])
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            continue
    wanted = [each for each in archive.corrections if not reports or each.report in reports]
    return Unsure(unread, max(0, doubted - sum(each.before.doubt is not None for each in wanted)))
