// @ts-check
import SequencerModule from '@jest/test-sequencer';

const Sequencer = /** @type {typeof import('@jest/test-sequencer').default} */ (
  /** @type {{ default?: unknown }} */ (SequencerModule).default ?? SequencerModule
);

/** The order in which the test files are given: those that end soonest first. */
export default class AsGiven extends Sequencer {
  /**
   * @override
   * @template {{ path: string }} T
   * @param {T[]} tests
   */
  sort(tests) {
    /** @type {string[]} */
    const order = JSON.parse(process.env['MESH_FAILOVER_ORDER'] ?? '[]');
    const place = new Map(order.map((path, index) => [path, index]));
    return [...tests].sort((a, b) => (place.get(a.path) ?? 0) - (place.get(b.path) ?? 0));
  }
}
