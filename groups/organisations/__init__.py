"""Member organisations of a working group: how they apply, are admitted and leave."""
