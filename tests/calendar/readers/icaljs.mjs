// What ical.js reads in a calendar: node icaljs.mjs FILE FROM UNTIL prints a JSON object a line.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const [file, from, until] = process.argv.slice(2);
const calendar = new ICAL.Component(ICAL.parse(readFileSync(file, "utf8")));
// As Thunderbird does: the calendar's own definitions are what its zones mean.
for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);

const said = (time) =>
  time.isDate ? time.toString() : time.toJSDate().toISOString().slice(0, 16) + "Z";

function tell(item, start, end) {
  if (item.component.getFirstPropertyValue("status") === "CANCELLED") return;
  const when = start.isDate ? start.toString() : start.toJSDate().toISOString();
  if (when < from || when >= until) return;
  console.log(JSON.stringify([item.uid, said(start), said(end), item.summary]));
}

const events = calendar.getAllSubcomponents("vevent").map((part) => new ICAL.Event(part));
const masters = new Map();
for (const event of events) if (!event.isRecurrenceException()) masters.set(event.uid, event);
for (const event of events) {
  if (event.isRecurrenceException()) masters.get(event.uid).relateException(event);
}
for (const event of masters.values()) {
  if (!event.isRecurring()) {
    tell(event, event.startDate, event.endDate);
    continue;
  }
  const iterator = event.iterator();
  // A moved instance may lie before or after the place of its rule.
  const end = new Date(new Date(until).getTime() + 90 * 86400000);
  for (let next = iterator.next(); next && next.toJSDate() < end; next = iterator.next()) {
    const found = event.getOccurrenceDetails(next);
    tell(found.item, found.startDate, found.endDate);
  }
}
