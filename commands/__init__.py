"""What people can say: one file for each subject, found by reading this folder at the start.

To add a command, write a function with the decorator `command` in the file of its subject;
nothing else names it.
"""
