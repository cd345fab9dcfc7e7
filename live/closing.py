"""The codes with which the server closes a socket, and which refusals of an entry are final."""

# Codes of a close that the client itself asked for (RFC 6455, 7.4.1): done, and going away.
GOODBYES = frozenset({1000, 1001})


class Close:
    """Close codes of the wire."""

    REPLACED = 1000
    RESTART = 1012
    # The same from a server that may not say 1012, or can't drop a connection.
    COME_AGAIN = 4012
    BAD_FRAMES = 4400
    RIGHTS_CHANGED = 4401
    REMOVED = 4403
    NOT_HERE = 4404
    OVER = 4410
    TOO_MANY = 4429


# Refusals of an entry after which coming again is in vain, or has to wait.
AFTER_REFUSAL = {
    "not_found": Close.NOT_HERE,
    "room.removed": Close.REMOVED,
    "sockets.too_many": Close.TOO_MANY,
}
