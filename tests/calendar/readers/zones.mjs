// Holds a calendar's VTIMEZONEs, as ical.js reads them, against a table: node zones.mjs FILE TABLE.
// TABLE is JSON, {zone: [[second, seconds east of UTC], …]}; what differs is printed, and a count.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const [file, table] = process.argv.slice(2);
const calendar = new ICAL.Component(ICAL.parse(readFileSync(file, "utf8")));
const wanted = JSON.parse(readFileSync(table, "utf8"));
let compared = 0;
for (const component of calendar.getAllSubcomponents("vtimezone")) {
  const zone = new ICAL.Timezone(component);
  for (const [second, offset] of wanted[zone.tzid]) {
    const clock = new Date((second + offset) * 1000);
    const time = new ICAL.Time({
      year: clock.getUTCFullYear(),
      month: clock.getUTCMonth() + 1,
      day: clock.getUTCDate(),
      hour: clock.getUTCHours(),
      minute: clock.getUTCMinutes(),
      second: 0,
    }, zone);
    compared += 1;
    if (time.toUnixTime() !== second) console.log(zone.tzid, clock.toISOString());
  }
}
console.log(`compared ${compared}`);
