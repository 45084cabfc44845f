"""The style of a record, on a page that stands alone and on those of the archive: a printed page
first, light and dark, from a phone to a wide screen."""

from __future__ import annotations

RECORD = """\
.record { font-family: Charter, "Bitstream Charter", "Sitka Text", Cambria, "Noto Serif", Georgia,
  serif; line-height: 1.55; overflow-wrap: anywhere; }
.record h1 { font-size: 2rem; font-weight: 600; line-height: 1.15; letter-spacing: -.01em;
  margin: .25rem 0 1rem; }
.record h2 { font-size: 1.3rem; font-weight: 600; line-height: 1.25; margin: 2.2rem 0 .6rem;
  padding-top: .5rem; border-top: 1px solid var(--line); }
.record .body > h2:first-child { border-top: 0; margin-top: 1rem; }
.record h3 { font-size: 1.05rem; font-weight: 600; font-style: italic; margin: 1.5rem 0 .4rem; }
.record p, .record ul, .record ol { margin: .6rem 0; }
.record li { margin: .45rem 0; }
.record li li { margin: .25rem 0; }
.record .state { border-block: 1px solid var(--line); padding: .55rem 0; margin: 0 0 .8rem;
  font-size: .95rem; color: var(--soft); }
.record .state strong { color: var(--ink); letter-spacing: .03em; }
.record .draft strong, .record .being-recorded strong, .record .withdrawn strong,
.record .unapproved strong { color: var(--mark); }
.record .facts { display: grid; grid-template-columns: max-content minmax(0, 1fr);
  gap: .15rem 1.1rem; margin: .8rem 0; }
.record .facts dt { color: var(--soft); margin: 0; font-size: 1rem; }
.record .facts dd { margin: 0; }
.record .paragraphs { padding-inline-start: 2.6rem; }
.record .paragraphs > li::marker { color: var(--soft); font-variant-numeric: tabular-nums; }
.record .paragraphs > li { padding-inline-start: .35rem; }
.record li[id*="decision-"], .record li[id*="action-"], .record li[id*="proposal-"] {
  list-style: none; margin: .9rem 0 .9rem -1.6rem; padding-inline-start: 1rem;
  border-inline-start: 3px solid var(--rule); }
.record .ref { color: var(--soft); font-size: .85em; white-space: nowrap; }
.record .wide { position: relative; overflow-x: auto; margin: 1rem 0; }
.record table { border-collapse: collapse; width: 100%; font-size: .95rem;
  overflow-wrap: break-word; }
.record caption { text-align: start; color: var(--soft); font-style: italic;
  padding-bottom: .3rem; }
.record th, .record td { text-align: start; vertical-align: top; padding: .4rem .9rem .4rem 0;
  border-top: 1px solid var(--line); font-size: inherit; }
.record thead th { color: var(--soft); font-weight: 400; font-style: italic; }
.record tbody th { color: inherit; font-weight: 600; }
.record .log { padding-inline-start: 3.2rem; }
.record .log li { margin: .3rem 0; padding-inline-start: .35rem; }
.record .log li::marker { color: var(--soft); font-size: .75rem;
  font-variant-numeric: tabular-nums; }
.record .at { color: var(--soft); font-size: .9em; text-decoration: none;
  font-variant-numeric: tabular-nums; }
.record .at:hover { text-decoration: underline; }
.record .made { font-size: .85em; color: var(--soft); }
.record :target { background: var(--found); scroll-margin-top: 1rem; }
.record .contents ul { list-style: none; padding: 0; margin: .2rem 0 0; display: flex;
  flex-wrap: wrap; gap: 0 1.1rem; }
.record .contents h2 { font-size: 1rem; border: 0; margin: 1rem 0 0; padding: 0; }
.record .contents li { margin: 0; }
.record .contents a { display: inline-block; padding: .15rem 0; font-size: .95rem; }
@media (max-width: 34rem) {
  .record .facts { display: block; }
  .record .facts dd { margin-bottom: .5rem; }
  .record .log { padding-inline-start: 2.4rem; }
  .record .paragraphs { padding-inline-start: 2.1rem; }
}
@media print {
  .contents { display: none; }
  .record a { color: inherit; text-decoration: none; }
  .record h2, .record .body > h2:first-child { border-top: 0; margin-top: 1rem; }
.record h3 { break-after: avoid; }
  .record li, .record tr { break-inside: avoid; }
}
"""

_ALONE = """\
:root { --ground: #fdfdfb; --ink: #1d2023; --soft: #4d545b; --line: #c9ced3; --link: #0b4f8a;
  --mark: #8a2b06; --rule: #8d979f; --found: #fff3c9; color-scheme: light dark; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #15181b; --ink: #e8eaec; --soft: #b4bbc2; --line: #424a52; --link: #8fc3f5;
    --mark: #ffb592; --rule: #6d7780; --found: #3d3717; } }
* { box-sizing: border-box; }
html { font-size: 1.0625rem; background: var(--ground); color: var(--ink); }
body { margin: 0 auto; max-width: 44rem; padding: 1rem 1rem 3rem; }
a { color: var(--link); text-underline-offset: .15em; }
a:focus-visible, main:focus-visible, .wide:focus-visible { outline: 3px solid var(--link);
  outline-offset: 2px; }
.skip { position: absolute; left: -99rem; }
.skip:focus { position: static; }
footer { border-top: 1px solid var(--line); margin-top: 2.5rem; color: var(--soft);
  font-size: .95rem; }
@media print { .skip { display: none; } }
"""

STYLE = _ALONE + RECORD
