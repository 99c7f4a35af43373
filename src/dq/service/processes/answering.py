"""A process that answers: uvicorn's server for connections that were accepted elsewhere."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
import socket
import threading
from typing import TYPE_CHECKING, Any, Final, cast

import uvicorn

from dq.service.configuration import ServiceConfiguration
from dq.service.processes.common import Common
from dq.service.security.clients import client_of
from dq.service.security.patience import Impatient, patience_with
from dq.service.security.places import Places
from dq.service.security.tallies import Counted

if TYPE_CHECKING:
    from ssl import SSLContext
    from types import FrameType

    from fastapi import FastAPI

_log = logging.getLogger(__name__)
GRACE: Final = 10
"""Seconds in which requests that are under way may end."""
READY: Final = b"r"
ENDED: Final = b"-"
LEAVING: Final = b"!"
ALIVE: Final = b"."
"""What a process tells the first one: that it answers, that a connection has ended, that it takes no more, and every
few seconds that it does not hang.
"""
BEAT_TICKS: Final = 50
"""Of uvicorn's main loop, a tenth of a second each."""
_HANDSHAKE_SECONDS: Final = 10.0
_HANDSHAKES: Final = 16
"""Connections of one address that may be agreeing on how to encrypt: until they have, no other limit counts them."""
_CONNECTIONS: Final = 512
_LEFT_ALONE: Final = 1


def options_of(app: FastAPI, configuration: ServiceConfiguration, common: Common) -> uvicorn.Config:
    """How uvicorn serves in one process of the service."""
    # Behind a proxy all connections are the proxy's.
    of_address = None if configuration.behind_proxy else configuration.connections_per_address
    return uvicorn.Config(
        app,
        ssl_certfile=configuration.tls_certificate,
        ssl_keyfile=configuration.tls_key,
        proxy_headers=configuration.behind_proxy,
        forwarded_allow_ips=configuration.trusted_proxies,
        http=patience_with(of_address, common.tally(Counted.CONNECTIONS)),
        ws="none",  # what takes a connection over from the protocol would not tell of its end
        server_header=False,
        access_log=False,
        log_level="warning",
        limit_concurrency=common.share(_CONNECTIONS),
        timeout_graceful_shutdown=GRACE,
    )


def make_ready(configuration: ServiceConfiguration) -> None:
    """In a thread: read the published rules before a first page waits for them, and let the collector pass over what
    stays.
    """
    from dq.service.layout import DataFolder
    from dq.service.rules.published import published

    def ready() -> None:
        published(DataFolder(configuration.data).rules)
        gc.freeze()

    threading.Thread(target=ready, name="dq-ready", daemon=True).start()


class Taking(uvicorn.Server):
    """Serves the connections that `take` is given; `ended` is called with each that ends. To be run on no sockets."""

    def __init__(self, options: uvicorn.Config) -> None:
        super().__init__(options)
        self._beginning: set[asyncio.Task[None]] = set()
        self._handshakes = Places(_HANDSHAKES)

    def take(self, connection: socket.socket) -> None:
        """Serve a connection that was accepted."""
        task = asyncio.get_running_loop().create_task(self._take(connection))
        self._beginning.add(task)
        task.add_done_callback(self._beginning.discard)

    async def on_tick(self, counter: int) -> bool:
        """Tell now and then that this process does not hang."""
        if counter % BEAT_TICKS == BEAT_TICKS - 1:
            self.beat()
        return await super().on_tick(counter)

    def beat(self) -> None:
        """Called every few seconds by a process that does not hang."""

    def ended(self) -> None:
        """A connection has ended, or did not come about."""

    async def _take(self, connection: socket.socket) -> None:
        came_about = False
        try:
            await (self._begun(connection) if self.config.ssl is None else self._encrypted(connection, self.config.ssl))
            came_about = True  # from now on the protocol tells of its end
        except OSError:  # whoever it was did not speak TLS, or not soon, or has gone
            connection.close()
        finally:
            if not came_about:
                self.ended()

    async def _encrypted(self, connection: socket.socket, ssl: SSLContext) -> None:
        """Begin with TLS. Errors: `OSError` where that cannot be agreed on, or too many of the address try to."""
        address = client_of(str(connection.getpeername()[0]))
        if not self._handshakes.take(address):
            raise ConnectionAbortedError
        try:
            await self._begun(connection, ssl=ssl, ssl_handshake_timeout=_HANDSHAKE_SECONDS)
        finally:
            self._handshakes.leave(address)

    async def _begun(self, connection: socket.socket, **how: Any) -> None:  # noqa: ANN401 - asyncio's own parameters
        await asyncio.get_running_loop().connect_accepted_socket(self._protocol, connection, **how)

    def _protocol(self) -> Impatient:
        """As uvicorn makes one for each connection that it accepts itself."""
        speaking = cast("type[Impatient]", self.config.http_protocol_class)  # as `options_of` chose it
        protocol = speaking(self.config, self.server_state, self.lifespan.state)
        protocol.ended = self.ended
        return protocol


class Beside(Taking):
    """Serves what the first process hands over, and ends with it. Parameters: `channel` to the first process."""

    def __init__(self, options: uvicorn.Config, channel: socket.socket) -> None:
        super().__init__(options)
        self._channel = channel
        self._owed = bytearray()
        channel.settimeout(0)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin, and say so."""
        await super().startup(sockets)
        asyncio.get_running_loop().add_reader(self._channel, self._hear)
        self._tell(READY)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no more, and end what is under way."""
        asyncio.get_running_loop().remove_reader(self._channel)
        self._tell(LEAVING)
        await super().shutdown(sockets)

    def ended(self) -> None:
        """Tell the first process, which counts."""
        self._tell(ENDED)

    def beat(self) -> None:
        """Tell the first process, which ends one that says nothing any more."""
        self._tell(ALIVE)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """End when the first process says so: Ctrl-C reaches all, and a second one would cut off what is under way."""
        if sig != signal.SIGINT:
            super().handle_exit(sig, frame)

    def _tell(self, word: bytes) -> None:
        self._owed += word
        self._send()

    def _send(self) -> None:
        """Send what is owed; what the channel has no room for as soon as it has: a lost end would count for ever."""
        try:
            del self._owed[: self._channel.send(self._owed)]
        except BlockingIOError:
            pass
        except OSError:  # nobody is left to be told
            self._owed.clear()
        loop = asyncio.get_running_loop()
        if self._owed:
            loop.add_writer(self._channel, self._send)
        else:
            loop.remove_writer(self._channel)

    def _hear(self) -> None:
        try:
            word, handed, _, _ = socket.recv_fds(self._channel, 1, 1)
        except BlockingIOError:
            return
        except OSError:
            word = b""
        if not word:
            # The first process is gone, and with it the lock of the folder: as with kill -9 of a single one.
            os._exit(_LEFT_ALONE)
        if not handed:  # the system lets go of a connection for which this process has no descriptor free
            _log.error("a connection was lost: too many files are open in this process")
            self.ended()
        for each in handed:
            self.take(socket.socket(fileno=each))


def answer_beside(configuration: ServiceConfiguration, common: Common, channel: socket.socket) -> None:
    """What a process beside the first one does, until that ends it. Parameters: `channel` to the first process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # until uvicorn hears signals, see `Beside.handle_exit`
    from dq.service.app import create_app

    options = options_of(create_app(configuration, common), configuration, common)
    make_ready(configuration)
    Beside(options, channel).run([])
