/** How istiod is started. */
export interface ControlPlaneConfig {
  /** Variables of its environment, by their names. */
  flags?: Record<string, FlagValue>;
}

/** As YAML has it: `true` and `"true"` are the same to istiod. */
export type FlagValue = string | number | boolean;

/** The flags that the prediction knows. All of them are true or false. */
export const modelledFlags = [
  'PILOT_ENABLE_AMBIENT',
  'AMBIENT_ENABLE_MULTI_NETWORK',
  'AMBIENT_ENABLE_MULTI_NETWORK_INGRESS',
  'PILOT_AUTO_SEND_UNHEALTHY_ENDPOINTS',
] as const;

export type ModelledFlag = (typeof modelledFlags)[number];

/** Whether the prediction knows a flag. */
export function isModelledFlag(name: string): name is ModelledFlag {
  return (modelledFlags as readonly string[]).includes(name);
}

/** What istiod makes of the value of a flag that is true or false; undefined: it makes nothing of it. Source: Go strconv.ParseBool. */
export function flagOn(value: FlagValue | undefined): boolean | undefined {
  const text = String(value);
  if (/^(?:1|t|T|TRUE|true|True)$/.test(text)) return true;
  return /^(?:0|f|F|FALSE|false|False)$/.test(text) ? false : undefined;
}

/** What declares flags: the whole configuration, or one of its clusters. */
interface Declaring {
  controlPlane?: ControlPlaneConfig;
}

/** The flags of a cluster's istiod: those of all clusters, and its own, which count where both name one. */
export function flagsOfCluster(
  config: Declaring & { clusters: readonly (Declaring & { name: string })[] | undefined },
  cluster: string,
): Record<string, FlagValue> {
  const own = config.clusters?.find(({ name }) => name === cluster);
  return { ...config.controlPlane?.flags, ...own?.controlPlane?.flags };
}
