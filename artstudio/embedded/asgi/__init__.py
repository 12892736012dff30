"""The studio's WSGI application behind an event loop, so that slow clients hold no threads.

A thread is taken when a request is complete and given back when its answer is, however
slowly either travels. What a stranger can hold is bounded in number, bytes and time;
`tests/attacks` shows each bound. All bounds are per web process.
"""

from artstudio.embedded.asgi.application import AsgiApplication

__all__ = ["AsgiApplication"]
