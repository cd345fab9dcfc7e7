"""The real-time kernel: numbered streams, one log, delivery and presence; it knows no feature."""
