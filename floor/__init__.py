"""What the audience asks of the stage: moderated questions and their votes."""
