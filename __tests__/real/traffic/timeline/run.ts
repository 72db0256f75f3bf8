/** A run with real traffic: evenly spaced requests, while an outage comes and goes. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Behaviour } from '../split/backend-process.js';
import { objectsOf, type SplitMesh } from '../split/split-mesh.js';
import { RPS, type TimedCase } from './timed-case.js';

export interface TimedAnswer {
  /** Seconds since the start. */
  at: number;
  isError: boolean;
  /** The address of the host tried last. */
  host: string;
}

export async function runFor(
  mesh: SplitMesh,
  one: TimedCase,
  duration: number,
): Promise<TimedAnswer[]> {
  const client = mesh.client(one);
  const started = Date.now();
  const changes = changesOf(mesh, one).map(async ([second, change]) => {
    await sleep(second * 1000);
    await change();
  });
  const answers: TimedAnswer[] = [];
  for (let index = 0; index < duration * RPS; index++) {
    const wait = started + (index * 1000) / RPS - Date.now();
    if (wait > 0) await sleep(wait);
    const at = (Date.now() - started) / 1000;
    const { status, host } = await client.request();
    answers.push({ at, isError: status === 0 || status >= 500, host });
  }
  client.close();
  await Promise.all(changes);
  return answers;
}

function changesOf(mesh: SplitMesh, one: TimedCase): [number, () => Promise<void>][] {
  const { outage } = one;
  if (!outage) return [];
  const { what, begin, end } = outage;
  const isOver = end !== undefined;
  if (what.kind === 'failing' || what.kind === 'error-rate') {
    const hit = one.pods.filter(({ locality }) => locality.startsWith(what.locality ?? ''));
    const addresses = hit.slice(0, what.count).map(({ address }) => address);
    const set = (behaviour: Behaviour) => () =>
      mesh.behave(Object.fromEntries(addresses.map((address) => [address, behaviour])));
    const bad = what.kind === 'failing' ? 503 : { rate: what.rate ?? 0 };
    return [
      [begin, set(bad)],
      ...(isOver ? ([[end, set('ok')]] as [number, () => Promise<void>][]) : []),
    ];
  }
  const slice = (outages: TimedCase['outages']) => () => {
    const own = objectsOf({ ...one, outages }).find(({ kind }) => kind === 'EndpointSlice')!;
    return mesh.patchSlice(own);
  };
  return [
    [begin, slice([what])],
    ...(isOver ? ([[end, slice([])]] as [number, () => Promise<void>][]) : []),
  ];
}
