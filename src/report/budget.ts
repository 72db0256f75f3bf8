/** What GitHub takes of a comment, in characters, and shows of a job summary, in bytes. */
export const githubLimits = { comment: 65_536, summary: 1_048_576 } as const;

/** In thousandths of a page; those of a page are a thousand together. */
export type Shares = Readonly<Record<string, number>>;

/**
 * How a page is shared out: each of its parts has a share that nothing else takes, so that a page never exceeds its size however
 * large its parts are. `frame` is what is always written: headings, notes, and how many parts were omitted.
 */
export const pages = {
  comment: {
    frame: 40,
    notes: 60,
    behaviour: 220,
    newFindings: 220,
    predictions: 115,
    earlierFindings: 115,
    plan: 230,
  },
  summary: {
    frame: 20,
    notes: 30,
    behaviour: 190,
    predictions: 240,
    deployment: 200,
    drill: 90,
    drillPicture: 90,
    findings: 140,
  },
  restoredDrill: { frame: 100, notes: 200, changes: 700 },
  deployment: { frame: 100, notes: 200, behaviour: 250, objects: 200, fields: 250 },
  behaviour: { frame: 40, destinations: 960 },
  destination: { frame: 150, cases: 550, causes: 300 },
  table: { frame: 100, rows: 500, picture: 200, notes: 200 },
  drill: { frame: 125, reasons: 250, warnings: 125, scenarios: 500 },
  drillScenario: { frame: 150, rows: 600, causes: 250 },
} as const satisfies Record<string, Shares>;

export type Page = keyof typeof pages;

/** The bytes of a page that a part of it may take; a page without a limit has parts without one. */
export function room<P extends Page>(
  page: P,
  part: keyof (typeof pages)[P] & string,
  bytes: number,
): number {
  const shares: Shares = pages[page];
  return Math.floor((bytes * (shares[part] ?? 0)) / 1000);
}
