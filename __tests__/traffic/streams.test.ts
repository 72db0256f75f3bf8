import { expect, test } from '@jest/globals';
import { isEjected } from '../../src/traffic/proxy/ejection.js';
import { HostMonitor } from '../../src/traffic/proxy/monitor.js';
import { translateOutlierDetection } from '../../src/traffic/control-plane/outlier-detection.js';
import { predictCase, outage, percents } from './mesh-of.js';

const distribute = [{ from: '*', to: { 'europe-west1': 90, 'us-central1': 10 } }];
const guide = {
  client: 'europe-west1',
  endpoints: { 'europe-west1': 2, 'us-central1': 2 },
  od: { consecutive5xxErrors: 1, maxEjectionPercent: 100 },
  locality: { distribute },
  retries: { attempts: 0 },
};

test.each(['failing', 'unreachable', 'scaled-to-zero', 'unready'] as const)(
  'of streams only failed connections are noticed: %s',
  (kind) => {
    const outages = [outage(kind, 'europe-west1')];
    const result = predictCase({ ...guide, isStream: true, outages });
    const isUnseen = kind === 'failing';
    expect(result.errors).toBeCloseTo(isUnseen ? 0.9 : 0);
    expect(percents(result)['us-central1']).toBe(isUnseen ? 10 : 100);
    expect(predictCase({ ...guide, outages }).errors).toBe(0);
  },
);

test('an endpoint of a stream that answers errors is never ejected', () => {
  const settings = {
    ...translateOutlierDetection({ consecutive5xxErrors: 1, consecutiveGatewayErrors: 1 }),
    connectionsOnly: true as const,
  };
  expect(isEjected(settings, { failing: 1, erroring: 0, unreachable: 0 })).toBe('never');
  expect(isEjected(settings, { failing: 0, erroring: 0, unreachable: 1 })).toBe('always');
  const monitor = new HostMonitor(settings);
  expect(monitor.record('failing')).toBe(false);
  expect(monitor.record('unreachable')).toBe(true);
});
