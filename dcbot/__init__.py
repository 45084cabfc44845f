"""What the bot does: intake, handling, letters, duties, and the services that change things."""
