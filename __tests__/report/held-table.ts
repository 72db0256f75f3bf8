import type { Piece } from '../../src/report/report.js';
import type { Outcome, PredictedTarget, Prediction, RowSubject } from '../../src/traffic/result.js';

/** Rows that somebody has, as reports take them: those of one target are one. */
export function heldTable(rows: readonly Prediction[]): PredictedTarget[] {
  const targets = new Map<string, { subject: RowSubject; rows: Outcome[] }>();
  for (const row of rows) {
    const { environment, host, port, subset, publicHost, route, match, weight, client, ...rest } =
      row;
    const { clientKind, clientLocality, ...outcome } = rest;
    const who = {
      client,
      clientKind,
      clientLocality,
      ...(environment === undefined ? {} : { environment }),
    };
    const subject = { host, port, subset, publicHost, route, match, weight, ...who };
    const key = JSON.stringify(subject);
    const target = targets.get(key) ?? { subject, rows: [] };
    targets.set(key, target);
    target.rows.push(outcome);
  }
  return [...targets.values()].map(({ subject, rows: own }) => {
    return { subject, byZone: false, outcomes: () => [own] };
  });
}

/** The text of pieces. */
export function whole(pieces: Iterable<Piece>): string {
  let text = '';
  // Its bytes are somebody else's when the next piece is asked for.
  for (const piece of pieces) text += Buffer.from(piece).toString();
  return text;
}
