"""The batch with its memory: documents → store → files; a second run does only what is new."""
