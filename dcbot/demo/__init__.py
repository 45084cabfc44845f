"""A private homeserver on loopback and people who talk there: for `dcbot demo` and for the tests."""
