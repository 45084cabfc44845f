"""Record: a meeting's journal to its minutes; pure, and the same however often it is made."""
