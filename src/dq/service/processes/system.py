"""What is told to the system that watches this service: systemd, where it started it."""

from __future__ import annotations

import os
import socket
from contextlib import suppress


def tell_system(word: str) -> None:
    """Tell who started the service how it is, as sd_notify(3) has it; nothing where nobody asked for that.

    Parameters: `word` "READY=1", or "WATCHDOG=1" every few seconds: without it for long, systemd starts all anew.
    """
    place = os.environ.get("NOTIFY_SOCKET", "")
    if not place:
        return
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.settimeout(0)  # who does not listen is not waited for
        channel.sendto(word.encode(), "\0" + place[1:] if place.startswith("@") else place)
