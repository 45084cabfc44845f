"""Words in seven languages to moments, days and rules, and back; pure, and never a guess."""
