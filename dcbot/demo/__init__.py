"""A private homeserver on loopback and people who talk there, for the demo and for the tests."""
