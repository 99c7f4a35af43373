"""The routes of all pages, in the order they are tried: findings first, which are asked for most; fixed addresses
before those with a name in them.
"""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter

from dq.service.pages import (
    account,
    administration,
    catalogue,
    changes,
    checkpoints,
    correcting,
    documents,
    editing,
    findings,
    overview,
    reading,
    reports,
    runs,
    signing_in,
    waivers,
)

PAGES: Final[tuple[APIRouter, ...]] = (
    findings.router,
    signing_in.router,
    overview.router,
    account.router,
    reports.router,
    correcting.router,
    waivers.router,
    runs.router,
    checkpoints.router,
    documents.router,
    reading.router,
    administration.router,
    editing.router,
    changes.router,
    catalogue.router,
)
