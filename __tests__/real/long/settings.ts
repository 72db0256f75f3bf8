/** How long a long run takes, and where its random numbers start: see run.mjs. */
export const runMinutes = Number(process.env['MESH_FAILOVER_MINUTES'] ?? '10');
export const runSeed = Number(process.env['MESH_FAILOVER_SEED'] ?? '1');
