"""Outputs: minutes as HTML, Markdown, mail, docx and JSON, all made from one model.

    Minutes + Publication ──► whole.py, brief.py ──► Document ──► html, markdown, mail, document
                          └─► published.py (JSON)

What is said of a decision, a vote or a roll is put into words once (`deciding.py`, `tasks.py` …);
the formats only write these words down.
"""
