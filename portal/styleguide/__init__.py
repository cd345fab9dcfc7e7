"""The style guide: every part that pages are made of, in every state, for who builds and who judges."""
