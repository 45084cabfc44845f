"""What the bot remembers: one file for each noun. Nothing above this floor is imported here."""
