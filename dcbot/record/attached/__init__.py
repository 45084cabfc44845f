"""What meeting tools leave behind: captions, transcripts, chats, lists of participants; pure.

    text ── recognising.read_text ──► Captions | Chat | Participants, or BadArgument

Nothing here knows the meeting: times are those of the tool, as offsets from its start or as its
own clock, and `placing` lays them beside a meeting. Addresses of people are never taken over.
"""
