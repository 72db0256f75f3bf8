// @ts-check
/** One family in a process of its own: tells its parent the CPU time, the memory, and the end. */
import { exerciseGrown } from './exercise-grown.mjs';

const { end } = exerciseGrown(JSON.parse(process.argv[2] ?? '{}'));
const { user, system } = process.cpuUsage();
process.send?.({
  seconds: (user + system) / 1e6,
  memory: Math.round(process.resourceUsage().maxRSS / 1024),
  end,
});
