"""The store: what was seen, done and rejected."""
