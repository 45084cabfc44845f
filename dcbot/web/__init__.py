"""The web: calendar and archive for everybody; it reads what is public, and never writes."""
