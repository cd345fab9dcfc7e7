"""What members write about their work, and what others say to it."""
