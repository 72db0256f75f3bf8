import type { DrillPhaseClient } from '../../drill/drill-result.js';
import type { ChartPhase, DrillChart } from './chart.js';
import { count, share } from './words.js';

/** A phase of a picture in words, for those who do not see it. */
export function phaseSummary({ places, duration }: DrillChart, phase: ChartPhase): string {
  const { name, number, requests, failed, split, client } = phase;
  const shares = places.map((place, index) => `${place.name} ${share(split[index] ?? 0)}`);
  return [
    `Phase ${number}, ${name}, ${phaseTimes(phase, duration)}`,
    count(requests, 'request'),
    ...(requests ? [shares.join(', ')] : []),
    `${count(failed)} failed`,
    ...predictedWords(client),
  ].join('; ');
}

/** `20 s to 75 s`. */
export function phaseTimes(
  { from, to }: Pick<ChartPhase, 'from' | 'to'>,
  duration: number,
): string {
  const unit = duration > 600 ? 60 : 1;
  const time = (value: number) => String(+(value / unit).toFixed(1));
  return `${time(from)} to ${time(to)} ${unit === 1 ? 's' : 'min'}`;
}

function predictedWords(client: DrillPhaseClient | undefined): string[] {
  if (!client?.predicted) return [];
  const { split, errors, errorsMin, errorsMax } = client.predicted;
  const shares = split.map(
    ({ locality, share: part, min, max }) => `${locality} ${share(part, min, max)}`,
  );
  const verdict =
    client.agrees === undefined ? [] : [client.agrees ? 'as predicted' : 'not as predicted'];
  return [
    `predicted ${shares.join(', ')}, errors ${share(errors, errorsMin, errorsMax)}`,
    ...verdict,
  ];
}
