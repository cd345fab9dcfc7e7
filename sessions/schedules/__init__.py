"""Schedules brought in from outside: read, compared with what is there, written in one go."""
