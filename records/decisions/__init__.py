"""What was decided in a session, out of what, with whom present, and who does what until when."""
