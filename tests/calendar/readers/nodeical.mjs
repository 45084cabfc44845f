// What node-ical reads in a calendar: node nodeical.mjs FILE FROM UNTIL ZONES, a JSON object a line.
// It looks zones up in the machine's Node, whose rules may be older than ours; so Node is given
// ours: ZONES is a file of {zone: [[second of the change, seconds east of UTC], …]}.
import { readFileSync } from "node:fs";

const [file, from, until, zones] = process.argv.slice(2);
const rules = new Map();
for (const [name, changes] of Object.entries(JSON.parse(readFileSync(zones, "utf8")))) {
  rules.set(name.toUpperCase(), { name, changes });
}
const Real = Intl.DateTimeFormat;

class Pinned extends Real {
  #zone;
  constructor(locale, options = {}) {
    const zone = rules.get(options.timeZone?.toUpperCase());
    super(locale, zone ? { ...options, timeZone: "UTC" } : options);
    this.#zone = zone;
  }
  #local(moment) {
    if (!this.#zone) return moment;
    const milliseconds = Number(moment ?? Date.now());
    const { changes } = this.#zone;
    const last = changes.findLast(([second]) => second * 1000 <= milliseconds);
    return milliseconds + (last ?? changes[0])[1] * 1000;
  }
  get format() {
    return (moment) => super.format(this.#local(moment));
  }
  formatToParts(moment) {
    return super.formatToParts(this.#local(moment));
  }
  resolvedOptions() {
    const found = super.resolvedOptions();
    return this.#zone ? { ...found, timeZone: this.#zone.name } : found;
  }
}
Intl.DateTimeFormat = Pinned;

const { default: ical } = await import("node-ical");
const events = ical.sync.parseICS(readFileSync(file, "utf8"));

const day = (date) => new Date(date.getTime() - date.getTimezoneOffset() * 60000);
const said = (date, whole) =>
  whole ? day(date).toISOString().slice(0, 10) : date.toISOString().slice(0, 16) + "Z";
const words = (summary) => (typeof summary === "object" ? summary.val : summary);

for (const event of Object.values(events)) {
  if (event.type !== "VEVENT") continue;
  const span = { from: new Date(from), to: new Date(until) };
  for (const found of ical.expandRecurringEvent(event, span)) {
    if (found.event.status === "CANCELLED" || found.start.toISOString() >= until) continue;
    const whole = found.isFullDay;
    const told = [event.uid, said(found.start, whole), said(found.end, whole)];
    console.log(JSON.stringify([...told, words(found.event.summary)]));
  }
}
