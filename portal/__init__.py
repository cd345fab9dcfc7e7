"""The front door: what is on now and next, the organiser's desk, the demonstration."""
