"""HEAD is answered as GET is, without the body: checks of health and of links ask so."""

from __future__ import annotations

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Heads:
    """Middleware that asks `app` for GET where a client asked for HEAD; the server sends no body to such a one.

    Parameters: `app` what answers. What goes on without end is ended after its first piece.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return
        asked, answered = False, asyncio.Event()

        async def receive_once() -> Message:
            nonlocal asked
            if asked:
                await answered.wait()
                return {"type": "http.disconnect"}
            message = await receive()
            asked = not message.get("more_body", False)
            return message

        async def send_head(message: Message) -> None:
            if message["type"] == "http.response.start":
                await send(message)
            elif not answered.is_set():
                answered.set()
                await send({"type": "http.response.body"})

        # The server goes by its own scope: it must still know that HEAD was asked for.
        await self._app({**scope, "method": "GET"}, receive_once, send_head)
