"""Old archives come in: `dcbot import` finds what lies in files and folders, and takes it in."""
