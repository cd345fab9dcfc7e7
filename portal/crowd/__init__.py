"""Simulated delegates, labelled as such: who comes alone sees a living room, a moderator can practise."""
