"""The ways in and out: each turns its own messages into what comes in, and letters into its own."""
