"""Fair times: nothing better exists, burdens are carried on, and nobody needed is left out."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import combinations

import pytest

from dcbot.when.fair import Pain, Party, Proposal, borne, fair_times, fairest, pain
from dcbot.when.zones import zone

PLACES = (
    *("Europe/Zurich", "America/New_York", "America/Los_Angeles", "America/Sao_Paulo"),
    *("Africa/Lagos", "Africa/Nairobi", "Asia/Kolkata", "Asia/Tokyo", "Australia/Sydney"),
    *("Pacific/Fiji", "Asia/Dubai"),
)
WORLD = [Party(zone) for zone in PLACES]
YEAR = [date(2027, month, 2) for month in range(1, 13)]


def best(slots: int, parties: list[Party] = WORLD, **more: object) -> Proposal:
    """The proposal for twelve monthly meetings."""
    found = fair_times(parties, YEAR, slots=slots, **more)  # type: ignore[arg-type]
    assert found is not None
    return found


def worst_off(proposal: Proposal) -> int:
    """The burden of the worst-off zone."""
    return max(proposal.ledger.values())


@pytest.mark.parametrize(
    ("clock", "length", "expected"),
    [
        pytest.param("2027-01-05T09:00", 60, Pain.NONE, id="morning"),
        pytest.param("2027-01-05T17:00", 60, Pain.NONE, id="until-six"),
        pytest.param("2027-01-05T17:30", 60, Pain.SLIGHT, id="after-six"),
        pytest.param("2027-01-05T21:00", 150, Pain.NIGHT, id="as-hard-as-its-last-half-hour"),
        pytest.param("2027-01-05T05:30", 60, Pain.NIGHT, id="begins-in-the-night"),
        pytest.param("2027-01-05T06:00", 60, Pain.HARD, id="very-early"),
    ],
)
def test_pain_of_a_clock_time(clock: str, length: int, expected: Pain) -> None:
    assert pain(datetime.fromisoformat(clock), timedelta(minutes=length)) is expected


def test_each_pain_has_words() -> None:
    assert len({each.words for each in Pain}) == len(Pain)


def test_turns_are_fairer_than_one_time() -> None:
    one, two, three = (best(slots) for slots in (1, 2, 3))

    assert worst_off(one) == 12 * Pain.NIGHT
    assert worst_off(three) <= worst_off(two) < worst_off(one)


def test_no_pair_of_hours_is_fairer() -> None:
    found = best(2)

    def burden(party: Party, choice: tuple[int, ...]) -> int:
        total = 0
        for number, day in enumerate(YEAR):
            hour = choice[number % 2]
            moment = datetime(day.year, day.month, day.day, hour).replace(tzinfo=zone("UTC"))
            total += pain(moment.astimezone(zone(party.zone)).replace(tzinfo=None))
        return total

    scores = {
        choice: max(burden(party, choice) for party in WORLD)
        for choice in combinations(range(24), 2)
    }

    assert worst_off(found) == min(scores.values())


def test_burdens_say_the_local_clock_on_each_date() -> None:
    found = best(1, [Party("Europe/Zurich"), Party("Asia/Kolkata")])

    zurich = next(one for one in found.burdens if one.party.zone == "Europe/Zurich")
    hours = {clock.hour for clock in zurich.clocks}
    assert len(zurich.clocks) == len(YEAR) and len(hours) == 2
    assert all(clock.minute == 0 for clock in zurich.clocks)


def test_worst_off_comes_first() -> None:
    burdens = best(3).burdens

    assert [one.total for one in burdens] == sorted((one.total for one in burdens), reverse=True)


def test_what_was_borne_before_counts() -> None:
    pair = [Party("America/Los_Angeles"), Party("Asia/Kolkata")]
    fresh = best(1, pair)
    carried = {"Asia/Kolkata": 200}

    later = best(1, pair, carried=carried)

    kolkata = {one.party.zone: one.total for one in later.burdens}["Asia/Kolkata"]
    assert kolkata <= {one.party.zone: one.total for one in fresh.burdens}["Asia/Kolkata"]
    assert kolkata == 0 and later.ledger["Asia/Kolkata"] == 200


def test_those_without_whom_there_is_no_quorum_are_spared() -> None:
    spared = [Party(zone, at_most=Pain.SOME if "Fiji" in zone else Pain.NIGHT) for zone in PLACES]

    found = best(3, spared)

    fiji = next(one for one in found.burdens if one.party.zone == "Pacific/Fiji")
    assert fiji.worst <= Pain.SOME


def test_no_time_suits_all() -> None:
    parties = [Party("Pacific/Fiji", at_most=Pain.NONE), Party("Europe/Zurich", at_most=Pain.NONE)]

    assert fair_times(parties, YEAR) is None


def test_many_people_weigh_more_among_equals() -> None:
    found = best(1, [Party("Europe/Zurich", people=50), Party("Asia/Tokyo")])

    assert found.slots == (time(8),)


@pytest.mark.parametrize("slots", [0, 4])
def test_number_of_slots_is_limited(slots: int) -> None:
    with pytest.raises(ValueError):
        fair_times(WORLD, YEAR, slots=slots)


def test_the_fairest_alone_are_ranked_and_the_first_is_the_proposal() -> None:
    ranked = fairest(WORLD, YEAR, most=24)

    assert len(set(ranked)) == 24
    assert (ranked[0],) == best(1).slots
    worst = [max(alone(name, clock) for name in PLACES) for clock in ranked]
    assert worst == sorted(worst)


def alone(name: str, clock: time) -> int:
    """What a zone bears where this clock time in UTC is that of all meetings."""
    moments = [datetime.combine(day, clock, zone("UTC")) for day in YEAR]
    return sum(pain(one.astimezone(zone(name)).replace(tzinfo=None)) for one in moments)


def test_what_was_borne_is_that_of_the_easiest_sitting() -> None:
    hour = timedelta(hours=1)
    night, noon = (datetime(2027, 1, 5, clock, tzinfo=zone("UTC")) for clock in (2, 12))

    ledger = borne([[(night, hour)], [(night, hour), (noon, hour)]], ["UTC", "Asia/Tokyo"])

    # In Tokyo it is 11:00 and 21:00.
    assert ledger == {"UTC": Pain.NIGHT, "Asia/Tokyo": Pain.NONE}
