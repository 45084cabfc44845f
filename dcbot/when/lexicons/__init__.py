"""The words of time of each language, one file a language, all in one form.

A line is `kind [value]: word, word of several words, …`. A word may stand under several kinds;
the grammar takes the one that fits. Case, accents and hyphens do not matter. A kind that ends in
`~` is weak: such a word speaks of time only beside another that does.
"""
