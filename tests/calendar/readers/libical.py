"""What libical reads in a calendar, by its binding for the system's Python; prints JSON lines.

/usr/bin/python3 libical.py FILE FROM UNTIL
"""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import gi

gi.require_version("ICalGLib", "3.0")
from gi.repository import ICalGLib as Lib  # noqa: E402 -- the version is chosen first


def parts(component, kind):
    """The components of one kind in another."""
    found = component.get_first_component(kind)
    while found:
        yield found
        found = component.get_next_component(kind)


def properties(component, kind):
    """The properties of one kind in a component."""
    found = component.get_first_property(kind)
    while found:
        yield found
        found = component.get_next_property(kind)


def second(time):
    """The moment of a time in its zone; a day as that day's first second in UTC."""
    return time.as_timet_with_zone(time.get_timezone())


def said(moment, is_date):
    """A moment, or a day, as all readers say it."""
    at = datetime.fromtimestamp(moment, UTC)
    return f"{at:%Y-%m-%d}" if is_date else f"{at:%Y-%m-%dT%H:%MZ}"


def zoned(prop, component, time):
    """The time of a property in the zone that the property names."""
    return Lib.Property.get_datetime_with_component(prop, component) or time


def starts(event, until):
    """The times that the event's rule gives, as its own clock has them; its start without one."""
    start = event.get_dtstart()
    rule = event.get_first_property(Lib.PropertyKind.RRULE_PROPERTY)
    if rule is None:
        yield start
        return
    iterator = Lib.RecurIterator.new(rule.get_rrule(), start)
    found = iterator.next()
    while found and not found.is_null_time():
        found.set_timezone(start.get_timezone())
        if second(found) > until + 90 * 86400:
            return
        yield found
        found = iterator.next()


def main(file, since, until):
    """Prints uid, start, end and summary of each time that something takes place."""
    span = [int(datetime.fromisoformat(at).timestamp()) for at in (since, until)]
    calendar = Lib.Component.new_from_string(Path(file).read_text(encoding="utf-8"))
    calendar.check_restrictions()
    errors = Lib.Component.count_errors(calendar)
    if errors:
        sys.exit(f"libical finds {errors} errors:\n{calendar.as_ical_string()}")
    events = list(parts(calendar, Lib.ComponentKind.VEVENT_COMPONENT))
    replaced = {(each.get_uid(), second(original(each))) for each in events if original(each)}
    for event in events:
        gone = {
            second(zoned(prop, event, prop.get_exdate()))
            for prop in properties(event, Lib.PropertyKind.EXDATE_PROPERTY)
        }
        length = second(event.get_dtend()) - second(event.get_dtstart())
        for time in starts(event, span[1]):
            at = second(time)
            taken = not original(event) and (event.get_uid(), at) in replaced
            cancelled = event.get_status() == Lib.PropertyStatus.CANCELLED
            if at in gone or taken or cancelled or not span[0] <= at < span[1]:
                continue
            told = [said(at, time.is_date()), said(at + length, time.is_date())]
            print(json.dumps([event.get_uid(), *told, event.get_summary()]))


def original(event):
    """The time that an event stands for, where it stands for one instance of a series."""
    prop = event.get_first_property(Lib.PropertyKind.RECURRENCEID_PROPERTY)
    return prop and zoned(prop, event, prop.get_recurrenceid())


main(*sys.argv[1:])
