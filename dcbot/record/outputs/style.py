"""The style of a page that stands alone: text first, light and dark, on paper, too."""

from __future__ import annotations

STYLE = """\
:root { --ground: #fdfdfb; --ink: #1d2023; --soft: #4d545b; --line: #c9ced3; --link: #0b4f8a;
  color-scheme: light dark; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #15181b; --ink: #e8eaec; --soft: #b4bbc2; --line: #424a52; --link: #8fc3f5; } }
html { font: 1.0625rem/1.5 Georgia, "Noto Serif", serif; background: var(--ground);
  color: var(--ink); }
body { margin: 0 auto; max-width: 44rem; padding: 0 1rem 3rem; overflow-wrap: anywhere; }
a { color: var(--link); text-underline-offset: .15em; }
a:focus-visible, main:focus-visible, .wide:focus-visible { outline: 3px solid var(--link);
  outline-offset: 2px; }
.skip { position: absolute; left: -99rem; }
.skip:focus { position: static; }
h1 { font-size: 1.7rem; line-height: 1.2; }
h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1.05rem; margin: 1.25rem 0 .25rem; }
li { margin-bottom: .4rem; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; }
.facts dt { color: var(--soft); }
.facts dd { margin: 0; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: start; color: var(--soft); }
th, td { text-align: start; vertical-align: top; padding: .3rem .75rem .3rem 0;
  border-top: 1px solid var(--line); }
tbody th { font-weight: 600; }
.log { padding-inline-start: 3.5rem; }
.log li { margin-bottom: .15rem; }
.log li::marker { color: var(--soft); font-size: .8rem; font-variant-numeric: tabular-nums; }
.at, .at:visited { color: var(--soft); text-decoration: none; font-variant-numeric: tabular-nums; }
li:target, h2:target, h3:target { background: color-mix(in srgb, var(--link) 16%, transparent); }
footer { border-top: 1px solid var(--line); margin-top: 2.5rem; color: var(--soft); }
@media print { .skip, .contents { display: none; } a { color: inherit; } }
"""
