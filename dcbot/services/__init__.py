"""What the bot can do for people, one file for each noun; only here does anything change."""
