"""The routes of all pages, in the order they are tried: fixed addresses before those with a name in them."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter

from dq.service.pages import (
    account,
    administration,
    catalogue,
    changes,
    documents,
    editing,
    findings,
    overview,
    reports,
    runs,
    signing_in,
    waivers,
)

PAGES: Final[tuple[APIRouter, ...]] = (
    signing_in.router,
    overview.router,
    account.router,
    reports.router,
    findings.router,
    waivers.router,
    runs.router,
    documents.router,
    administration.router,
    editing.router,
    changes.router,
    catalogue.router,
)
