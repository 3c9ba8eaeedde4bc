"""Sentences → tags: quotations and speakers by rule, the rest by a trained encoder."""
