"""Briefs: plan, write, verify, render."""
