import kinds from '../../../schemas/istio/kinds.json' with { type: 'json' };

/** The API group that the kinds of this folder belong to. */
export const networkingGroup = kinds.group;

/** Its kinds, and the versions in which the API server serves each. */
export const servedVersions: Readonly<Record<string, readonly string[]>> = kinds.kinds;
