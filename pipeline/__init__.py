"""Articles about inspections of public services in, standard briefs out."""
