"""The first process: it accepts every connection and hands it to whoever has fewest, itself among them."""

from __future__ import annotations

import asyncio
import logging
import socket
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dq.service.processes.answering import ENDED, GRACE, LEAVING, READY, Taking, answer_beside
from dq.service.processes.common import SPAWNING, Common
from dq.service.processes.system import tell_system

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

    import uvicorn

    from dq.service.configuration import ServiceConfiguration

_log = logging.getLogger(__name__)
_PAUSE: Final = 1.0
_STEADY: Final = 60.0
_TRIES: Final = 5
_WORD: Final = b"+"
_SILENT_BEATS: Final = 6
"""Beats of this process (5 s each) within which one beside it says nothing where it hangs; it has as many to begin in.
Not seconds: where the machine held both up, this one may look before the other had its turn.
"""
_AT_ONCE: Final = 64
"""Connections accepted before who has one already is heard again."""


class Helper:
    """A process beside this one. One that dies or hangs is started again, five times in a row at most.

    Parameters: `configuration`, `common` of the service; `number` of the process.
    """

    def __init__(self, configuration: ServiceConfiguration, common: Common, number: int) -> None:
        self._arguments = (configuration, replace(common, number=number))
        self._process: SpawnProcess | None = None
        self._channel: socket.socket | None = None
        self._failures = 0
        self._began = 0.0
        self._unheard = 0
        self._ending = False
        self.takes = False
        self.open = 0

    def start(self) -> None:
        """Start the process; it takes connections when it has said that it is ready."""
        ours, theirs = socket.socketpair()
        ours.settimeout(0)
        self._channel, self.open = ours, 0
        self._began, self._unheard = time.monotonic(), 0
        asyncio.get_running_loop().add_reader(ours, self._hear, ours)
        process = SPAWNING.Process(target=answer_beside, args=(*self._arguments, theirs), daemon=True)
        with theirs:
            try:
                process.start()
            except OSError:  # the system has no room for it; the channel, which nobody else has, says so
                _log.exception("a process beside this one cannot be started")
            else:
                self._process = process

    def hand(self, connection: socket.socket) -> bool:
        """Hand a connection over. Returns: False where that cannot be done now."""
        if not self.takes or self._channel is None:
            return False
        try:
            socket.send_fds(self._channel, [_WORD], [connection.fileno()])
        except OSError:
            return False
        self.open += 1
        return True

    def look(self) -> None:
        """End the process where nothing was heard of it for long: who is handed to it would wait for ever."""
        self._unheard += 1
        if self._process is None or self._ending or self._unheard < _SILENT_BEATS:
            return
        _log.error("a process beside this one has said nothing for %d beats of this one; ending it", _SILENT_BEATS)
        self._unheard = 0
        self.takes = False
        self._process.kill()  # its end of the channel closes with it

    def end(self) -> None:
        """Ask the process to end in good order."""
        self._ending, self.takes = True, False
        if self._process is not None:
            self._process.terminate()

    async def gone(self) -> None:
        """Wait until it has, and no longer than requests are given."""
        if self._process is not None:
            await asyncio.to_thread(self._process.join, GRACE + GRACE / 2)
            self._process.kill()
        if self._channel is not None:
            self._let_go(self._channel)

    def _hear(self, channel: socket.socket) -> None:
        try:
            said = channel.recv(4096)
        except BlockingIOError:
            return
        except OSError:
            said = b""
        if not said:
            self._lost(channel)
            return
        self._unheard = 0
        self.takes = (self.takes or READY in said) and LEAVING not in said and not self._ending
        self.open -= said.count(ENDED)

    def _lost(self, channel: socket.socket) -> None:
        """The process has ended: start another, after a while that doubles each time."""
        self._let_go(channel)
        steady = time.monotonic() - self._began > _STEADY
        self._failures = 1 if steady else self._failures + 1
        asyncio.get_running_loop().call_later(_PAUSE * 2 ** (self._failures - 1), self._replace)

    def _let_go(self, channel: socket.socket) -> None:
        asyncio.get_running_loop().remove_reader(channel)
        channel.close()
        self._channel, self.takes = None, False

    def _replace(self) -> None:
        """Start another, unless all are ending: a signal to end may have reached the others before this process."""
        if self._ending:
            return
        code = None
        if self._process is not None:
            self._process.kill()  # it has nobody to answer for any more, if it is there still
            self._process.join()
            code = self._process.exitcode
        if self._failures > _TRIES:
            _log.error("a process beside this one ended again (exit code %s); it is not started any more", code)
        else:
            _log.error("a process beside this one ended (exit code %s); starting another", code)
            self.start()


class First(Taking):
    """Accepts connections and hands them out. Parameters: `options` of uvicorn; `listening`; `helpers` beside it.

    Shared out by the kernel they would come as it happens, fourteen of twenty to one process now and then; whoever has
    those answers slower than the other. So the one with the fewest open gets the next.
    """

    def __init__(self, options: uvicorn.Config, listening: socket.socket, helpers: list[Helper]) -> None:
        super().__init__(options)
        self._listening = listening
        self._helpers = helpers
        self._open = 0

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to accept, and start the others."""
        await super().startup(sockets)
        self._listening.settimeout(0)
        self._listening.listen(self.config.backlog)
        self._accept_again()
        for helper in self._helpers:
            helper.start()
        tell_system("READY=1")

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Accept no more; all processes end what is under way at the same time."""
        asyncio.get_running_loop().remove_reader(self._listening)
        self._listening.close()
        for helper in self._helpers:
            helper.end()
        await super().shutdown(sockets)
        await asyncio.gather(*(helper.gone() for helper in self._helpers))

    def beat(self) -> None:
        """Tell the system, and look whether the others say the same."""
        tell_system("WATCHDOG=1")
        for helper in self._helpers:
            helper.look()

    def ended(self) -> None:
        """One that it kept for itself has ended."""
        self._open -= 1

    def _accept_again(self) -> None:
        if not self.should_exit:
            asyncio.get_running_loop().add_reader(self._listening, self._accept)

    def _accept(self) -> None:
        """Accept what waits; without room for files, after a pause."""
        for _ in range(_AT_ONCE):
            try:
                connection, _address = self._listening.accept()
            except (BlockingIOError, ConnectionAbortedError):
                return
            except OSError:
                _log.exception("no connection can be accepted; trying again")
                loop = asyncio.get_running_loop()
                loop.remove_reader(self._listening)
                loop.call_later(_PAUSE, self._accept_again)
                return
            self._hand_out(connection)

    def _hand_out(self, connection: socket.socket) -> None:
        for helper in sorted(self._helpers, key=lambda each: each.open):
            if helper.open <= self._open and helper.hand(connection):
                connection.close()
                return
        self._open += 1
        self.take(connection)
