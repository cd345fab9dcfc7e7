"""The messages people write to everyone in the room."""
