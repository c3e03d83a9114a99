"""Who is to annotate which article, as `annotations/assignment.json` keeps it."""
