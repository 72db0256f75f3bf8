import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Exchange, Fault, FaultPlan } from '../deploy/faults/faulty-proxy.js';

/** Beyond what a request may take: who asked has gone by then. */
const lateMs = 42_000;

const text = (status: number, type: string, body: string) => (): Answer => ({
  status,
  headers: { 'content-type': type },
  body: Buffer.from(body),
});

/** What proxies and broken servers answer in place of an API server. None of these is a lie in the API server's own words. */
const wrongAnswers: readonly ((answer: Answer) => Answer)[] = [
  text(200, 'text/html', '<html><title>Sign in</title></html>'),
  text(200, 'application/json', '{}'),
  text(200, 'application/json', '[]'),
  text(200, 'application/json', 'null'),
  text(200, 'application/json', '{"status":"ok"}'),
  text(200, 'application/json', ''),
  text(204, 'application/json', ''),
  text(404, 'text/html', '<html>404 page not found</html>'),
  text(404, 'application/json', '{"error":"no route"}'),
  text(500, 'text/plain', 'panic'),
  text(502, 'text/html', '<html>bad gateway</html>'),
  text(503, 'text/plain', 'no healthy upstream'),
  text(504, 'text/plain', 'upstream request timeout'),
  (answer) => ({ ...answer, body: answer.body.subarray(0, answer.body.length / 3) }),
  (answer) => ({
    ...answer,
    body: Buffer.from(answer.body.toString().replace(/"metadata":\{/, '"metadata":5,"x":{')),
  }),
  (answer) => ({
    ...answer,
    body: Buffer.from(answer.body.toString().replace(/"kind":"[A-Za-z]+"/, '"kind":"Table"')),
  }),
];

/** How bad a round is. */
export interface Weather {
  /** The mean, in ms. */
  delay: number;
  /** The share of the requests that go wrong. */
  rate: number;
  /** Whether one request is answered when nobody waits any more. */
  isLate: boolean;
}

/**
 * Gives requests faults at random.
 *
 * @param random From 0 to below 1.
 * @param counts How often each kind was given; is added to.
 */
export function randomFaults(
  { delay, rate, isLate }: Weather,
  random: () => number,
  counts: Map<string, number>,
): FaultPlan {
  const late = isLate ? 1 + Math.floor(random() * 100) : 0;
  const count = (name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);
  const slow: Fault = {
    before: async () => {
      await sleep(2 * delay * random());
      return true;
    },
  };
  return ({ index }: Exchange) => {
    if (index === late) {
      count('late');
      return { after: () => sleep(lateMs, true, { ref: false }) };
    }
    if (random() < rate) {
      const kind = Math.floor(random() * 3);
      if (kind === 0) {
        count('cut');
        const cuts = ['cut-before', 'cut-after', 'cut-middle'] as const;
        return cuts[Math.floor(random() * cuts.length)];
      }
      if (kind === 1) {
        count('busy');
        return 'busy';
      }
      count('wrong');
      const instead = wrongAnswers[Math.floor(random() * wrongAnswers.length)];
      return instead && { instead };
    }
    if (delay === 0) return undefined;
    count('slow');
    return slow;
  };
}
