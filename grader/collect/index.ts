export { collect } from "./collect.js";
export type { CollectOptions } from "./collect-options.js";
export type { Candidate, Collected } from "./collected.js";
export { PROTOCOLS, type Protocol } from "./git/repository-url.js";
export { instantText, readInstant } from "./history/instant.js";
export { readRoster } from "./roster/read-roster.js";
export type { Roster, RosterEntry } from "./roster/roster.js";
export { rosterOfFolder } from "./roster/roster-of-folder.js";
