"""Conferences: tracks, rooms, registration, and schedules brought in from outside."""
