"""Nicks of bots that log, greet and report in the channels of known communities."""

from __future__ import annotations

_NICKS = """
    meetbot mootbot meetingology zodbot openstack opendevmeet opendevreview openstackgerrit
    openstackstatus opendevstatus ubottu ubot2 ubot4 ubot5 ubot9 lubotu1 rrsagent zakim trackbot
    ghurlbot agendabot github-bot brokerbot lumosql-meetbot corebot lightningbot supybot limnoria
    fedmsg-bot fm-admin bugbot kgb kgb-0 kgb-1 kgb-2 zwiebelbot weminuche nsa-bot
"""
KNOWN_BOTS = frozenset(_NICKS.split())
