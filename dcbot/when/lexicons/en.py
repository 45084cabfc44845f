"""The English words of time."""

from __future__ import annotations

from dcbot.when.lexicons.compound import compounds

WORDS = """
month 1: january, jan
month 2: february, feb, febuary, feburary
month 3: march
month 4: april, apr
month 5: may
month 6: june, jun
month 7: july, jul
month 8: august, aug
month 9: september, sept, sep
month 10: october, oct
month 11: november, nov
month 12: december, dec
month 3: mar
weekday 0: monday
weekday 1: tuesday
weekday 2: wednesday, wensday, wendsday
weekday 3: thursday
weekday 4: friday
weekday 5: saturday
weekday 6: sunday
weekday~ 0: mon
weekday~ 1: tue, tues
weekday~ 2: wed, weds
weekday~ 3: thu, thur, thurs
weekday~ 4: fri
weekday~ 5: sat
weekday~ 6: sun
weekdays 0: mondays
weekdays 1: tuesdays
weekdays 2: wednesdays
weekdays 3: thursdays
weekdays 4: fridays
weekdays 5: saturdays
weekdays 6: sundays
num 0: zero
num 1: one
num 2: two
num 3: three
num 4: four
num 5: five
num 6: six
num 7: seven
num 8: eight
num 9: nine
num 10: ten
num 11: eleven
num 12: twelve
num 13: thirteen
num 14: fourteen
num 15: fifteen
num 16: sixteen
num 17: seventeen
num 18: eighteen
num 19: nineteen
num 20: twenty
num 21: twenty one
num 22: twenty two
num 23: twenty three
num 24: twenty four
num 25: twenty five
num 30: thirty
num 36: thirty six
num 40: forty
num 45: forty five
num 48: forty eight
num 50: fifty
num 60: sixty
num 90: ninety
one: a, an
several: a few, few, several, some, a couple of, couple of, a couple
ord 1: first
ord 2: second
ord 3: third
ord 4: fourth
ord 5: fifth
ord 6: sixth
ord 7: seventh
ord 8: eighth
ord 9: ninth
ord 10: tenth
ord 11: eleventh
ord 12: twelfth
ord 13: thirteenth
ord 14: fourteenth
ord 15: fifteenth
ord 16: sixteenth
ord 17: seventeenth
ord 18: eighteenth
ord 19: nineteenth
ord 20: twentieth
ord 21: twenty first
ord 22: twenty second
ord 23: twenty third
ord 24: twenty fourth
ord 25: twenty fifth
ord 26: twenty sixth
ord 27: twenty seventh
ord 28: twenty eighth
ord 29: twenty ninth
ord 30: thirtieth
ord 31: thirty first
ord -2: second last, second to last, last but one, penultimate, next to last
ordsuffix: st, nd, rd, th
last: last
past: previous, past, last
next: next
coming: coming, upcoming, this coming, the coming, this next
afternext: after next
this: this, current
unit minute: minute, minutes, min, mins
unit hour: hour, hours, hr, hrs
unit day: day, days
unit week: week, weeks, wk, wks
unit month: month, months
unit year: year, years
unit quarter: quarter, quarters
unit workday: weekday, workday, working day, business day, work day
workdays: weekdays, workdays, working days, business days
dur 2 week: fortnight
dur 30 minute: half hour, a half hour
dur 45 minute: three quarters of an hour, three quarter hours
dur 15 minute: a quarter of an hour, quarter of an hour, quarter hour
part morning: morning, mornings
part noon: midday
part afternoon: afternoon, afternoons
part evening: evening, evenings
part night: night, nights
rel 0: today
rel 1: tomorrow, tmrw, tmr, tommorow, tomorow, 2morrow, tomorro
rel 2: day after tomorrow, overmorrow
rel -1: yesterday
rel -2: day before yesterday
relpart 0 evening: tonight, this evening
relpart 0 morning: this morning
relpart 0 afternoon: this afternoon
noon: noon, 12 noon, 12 midday, midday, twelve noon, high noon
midnight: midnight, 12 midnight
ampm am: am, a.m., a.m, a. m.
ampm pm: pm, p.m., p.m, p. m.
at: at, @, at around the hour of
oclock: o'clock, oclock, hrs, hours, hour
on: on
in: in
of: of, for
the: the
and: and, &, plus
or: or
to: to, till, until, through, thru
between: between
from: from
later: from now, from today, hence, later
ago: ago, back
refafter: from, after, following
refbefore: before, prior to
beside -1: the day before, day before, the eve of, eve of, on the eve of, the day prior to
beside -1: a day before
beside 1: the day after, day after, the day following, a day after
rate 2: twice
rate 3: thrice
half: half
quarter: quarter, a quarter
pasthour: past, after
tohour: to, before, till
every: every, each, all
other: every other, every alternate, alternate, alternating, each other
freq 1 day: daily
freq 1 week: weekly
freq 2 week: fortnightly
freq 1 month: monthly
freq 3 month: quarterly
freq 1 year: yearly, annually
freq? week: biweekly, bi-weekly
freq? month: bimonthly, bi-monthly, semi-monthly, semimonthly
once: once a, once per, once every
per: per, a
except: except, except for, except in, except on, excluding, but not, but not in, but not on
except: other than, skipping, skip, save, apart from, not in
until: until, till, til, up to, through, ending, ends, up until, to the end of
start: starting, starting on, starting from, beginning, beginning on, from, as of, as from
start: commencing, effective
count: times, occurrences, sessions, meetings, calls, instances
lasting: for, lasting, duration, long
by: by, no later than, not later than, deadline, due, due on, due by, at the latest, latest
zoneword: time, timezone, time zone, local time, standard time
ownzone: my time, our time, my local time, for me, my timezone, my time zone
yourzone: your time, local time, local, their time
end: end of, the end of, end
begin: beginning of, start of, early, early in, the beginning of, the start of, mid, middle of
begin: the middle of, late, late in
daybound: end of day, end of the day, end of business, close of business, cob, eod, eob
daybound: start of business, beginning of day
weekbound: weekend, the weekend, eow, eom, end of week
vague: to be confirmed, tbc, tbd, tba, to be determined, to be decided, to be announced
vague: as discussed, as agreed, minutes of
event: igf, the igf, conference, the conference, plenary, the plenary, forum, the forum
vague: sometime, some time, soon, shortly, around, about, approximately, approx, roughly, circa
vague: ish, or so, some day, someday, later today, asap, early, late, right now, before long
vague: whenever, anytime, any time, at some point, or thereabouts, lunchtime, maybe
vague: perhaps, possibly, probably, tentatively
context: this time, same time, the same time, same day, same hour, same place, as usual, usual
context: usual time
context: the usual time, after that, before that
context: previously, original, originally, the previous meeting, the next meeting, an hour earlier
context: an hour later, earlier, easter, christmas, christmas eve, new year, new year's eve
context: ramadan, thanksgiving, eid
danger: not, no, never, cannot, can't, don't, won't, isn't, neither, nor, unless, without, before
danger: after, since, prior to, following, within, postponed, rather than, if, or, except
danger: past, than, minus
moving: move, moved, reschedule, rescheduled, postpone, shift, bring forward, instead of, push
filler: now, now scheduled, commences, commence, will commence, taking place, happening, is set
filler: rescheduled for, convenes, convene, gather, opens, secretariat, working
filler: start time:, time:, date:, date and time:, date, see you, talk, speak, everybody, folks
filler: regular, submit, send, comments
filler: let's, lets, let us, say, let's say, we, we'll, i, i'll, it, it's, is, was, will, be
filler: shall, would, should, could, can, may we, have, has, meet, meeting, meetings, call, calls
filler: session, event, webinar, workshop, discussion, please, the meeting, the call, our, my
filler: your, join, us, schedule, scheduled, hold, held, cancel, starts, begins, start, begin
filler: takes place, set, book, plan, confirm, confirmed, invite, reminder, hi, hello, dear all
filler: all, everyone, team, sharp, exactly, precisely, that, this is, there, there's, there is
filler: dates, next call, next meeting, how about, what about, are, works, work
filler: does, do, suggest, propose, i suggest, i propose, coordination, dynamic, coalition, group
filler: also, namely, i.e., okay, ok, so, thanks, thank you, online, remotely, zoom, 's, s
filler: inclusive, only, in the year
topic: to discuss, to talk, to review, to plan, to prepare, to go, to agree, to decide
topic: to finalise, to finalize, to hear, to meet, for the, about, regarding, re, concerning, with
topic: to, for, on, in order, so that, because, as we, where, which, agenda
yearword: year
either: either
options: options, slots, possibilities, proposals, alternatives, choices
context: holidays, public holidays, bank holidays, the holidays, holiday, a holiday
room: in room, room, in the room
vague: as soon as possible, tentative, provisionally, provisional, at the earliest, onwards, onward
vague: 24/7, or later
vague: or earlier, thereabouts, at least, give or take, in principle, in theory, earliest
vague: estimated, expected, hopefully, preferably, ideally, could be, might be, might, unsure
danger: instead of, rather, anything but, but, other than, unlike, nor, doesn't, don't, didn't
danger: shouldn't, wouldn't, couldn't, aren't, wasn't, haven't, hasn't, nothing, nobody, none
moving: postponed to, postponed until, postponed till, moved to, moved from, rescheduled to
moving: shifted to, brought forward to, pushed to, pushed back to, changed to, changed from
filler: good morning, good afternoon, good evening, good day, good night, good for me, good for us
filler: i am, we are, re, fwd, fw, aw, wg, subject, when, where, who, the date, save the date, put
filler: your
filler: calendar, calendars, diary, diaries, suit, suits, you, me, him, her, us, them, available
filler: i'm, we're, joining, thank you for joining, convenient, fine, great
filler: me too, again, kindly, note, noted, attend, attending, deadline is, due date, comments due
filler: annual, general, assembly, first call, in person, hybrid, virtual, virtually
filler: host, hosted, hosting, organise, organised, organize, organized, invited, invitation
filler: need, needs, want, like, prefer, offer, offering, free, can make, able, to meet, ready
filler: remind, reminds, reminder for, go, going, get, getting, together, catch up, chat, quick
filler: sync, standup, stand-up, check-in, briefing, training, course, lecture, talk, panel
filler: consultation, hearing, roundtable, conference call, telco, teleconference, videoconference
topic: at the, venue, location, dial-in, link, best, regards, cheers
topic: sincerely, best regards, kind regards, many thanks, yours, bye
danger: besides, barring, beyond, ahead of, preceding, previous to, subsequent to, prior, later than
danger: earlier than, sooner than, save for, except that
until: thru
filler: all day, all-day, the whole day, whole day, full day, a full day
vague: semi-annually, semiannually, semi-annual, biannually, biannual, half-yearly, twice-yearly
filler: cancelled, canceled, notes, note that, basis
oclock: h
nextday: the next day, next day, the following day
filler: he, she, they, he's, she's, they're, you're, his, hers, their, theirs, mine, ours, yours
filler: myself
filler: who's, what's, here's, that's, there'll, i've, we've, you've, they've, i'd, we'd, you'd
filler: you'll
filler: do you, did, done, doing, being, been, were, had, having, got, get back, get in touch, gets
filler: give, gives
filler: given, giving, take, takes, taken, taking, make, makes, making, made, let, lets, letting
filler: know, knows
filler: think, thinks, thought, guess, believe, hope, hoping, wish, look, looks, looking
filler: looking forward
filler: see, sees, seeing, seen, hear, heard, tell, tells, told, ask, asks, asking, asked, say, says
filler: saying
filler: said, speak, speaks, speaking, talks, talking, write, writes, writing, wrote, read, reading
filler: send
filler: sends, sending, sent, share, shares, sharing, shared, post, posts, posting, posted, publish
filler: published, reply, replies, respond, response, answer, answers, ring, rings, ring you, ping
filler: phone
filler: dial, dial in, connect, log in, log on, sign up, sign in, register, registers, registered
filler: registration, apply, application, applications, submission, submissions, proposal, call for
filler: fill
filler: complete, completed, finish, finishes, finished, come, comes, coming along
filler: came, show up
filler: arrive, arrives, land, lands, leave, leaves, depart, departs, fly, flies, travel, travels
filler: drive
filler: bring, brings, pick, picks, pick it up, pick up, drop, drop in, drop by, stop by, help
filler: helps, work on
filler: chair, chairs, chairing, moderate, moderator, facilitate, facilitator, present, presents
filler: presenting
filler: presentation, presenter, speaker, speakers, guest, guests, participant, participants
filler: attendees
filler: members, member, colleague, colleagues, friend, friends, people, guys, staff, board
filler: committee
filler: council, bureau, office, chairs, co-chair, co-chairs, community, network, organisation
filler: organization
filler: association, institute, university, government, ministry, un, mag, wsis, itu, icann, ietf
filler: isoc
filler: dc, dcs, wg, nri, nris, bpf, bpfs, pnai, summit, congress, gathering, retreat
filler: hackathon
filler: kickoff, kick-off, launch, ceremony, celebration, party, dinner
filler: reception
filler: networking, interview, demo, review, retro, planning, prep, preparation, preparatory
filler: preparations
filler: debrief, follow-up, followup, follow up, update, updates, status, report, reports, draft
filler: document
filler: documents, paper, papers, text, notes from, slides, survey, poll, vote, voting, election
filler: elections
filler: ballot, results, decision, decisions, question, questions, comment, feedback, input, inputs
filler: contribution, contributions, statement, statements, action, actions, task, tasks, item
filler: items
filler: nice, cool, lovely, perfect, excellent, awesome, super, wonderful, brilliant, better
filler: best for me
filler: happy, glad, pleased, sorry, welcome, thx, tx, cheers, ta, pls, plz, btw, fyi, ok with
filler: okay with
filler: just, even, too, very, really, actually, simply, indeed, however, therefore
filler: hence the, already
filler: together with, here, online only, onsite, on-site, on zoom, on teams, on meet, on jitsi
filler: on webex, teams
filler: jitsi, webex, google meet, skype, whatsapp, signal, matrix, telegram, by phone, by email
filler: by mail
filler: per zoom, via, everyone else, both of us, all of us, all of you, everybody else, anyone
filler: someone
filler: if that's ok, if that is ok, if that works, if possible, if you can, if you like
filler: if you want
filler: if that suits, if it suits, if it suits you, if that suits you, if you agree
filler: if you are free, if ok
filler: if that's okay, if that's fine, if that works for you, if that works for everyone
filler: if you don't mind
filler: no worries, no problem, not a problem, why not
filler: don't forget
filler: do not forget, don't be late, can't wait, the same link, as promised
filler: as announced
topic: to attend, to join, to talk about, to catch up, to work on, to make, to see, to meet, to hear
topic: to speak
numbered: version, v, section, chapter, article, clause, page, p, paragraph, para, figure, fig
numbered: table
numbered: annex, appendix, resolution, rfc, iso, rule, volume, vol, number, nr, ticket
numbered: issue, $, €
numbered: £, usd, eur, question no, route
numbered: highway
street: street, avenue, road
closing: instead, then, then please
more: still, another, yet
held: was, were, met, took place, was held, were held, happened, was on, began, started, ended
held: finished, wrote, said, came, arrived, occurred
meal: lunch, breakfast, brunch, dinner
vague: lunch
filler: opens, closes, close, closed, closing, kicks off, kick off, kicks, launches, launched
filler: begins
filler: meant, mean, went, went live, live, goes live, zone, timezone, date, time zone
"""

TENS = {20: "twenty", 30: "thirty", 40: "forty", 50: "fifty"}
ONES = "one, two, three, four, five, six, seven, eight, nine"


def made() -> list[str]:
    """The lines that are better made than written: numbers of two words."""
    return list(compounds(TENS, ONES))
