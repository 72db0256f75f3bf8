import type { Config } from '../config/config.js';
import type { ApplyInput } from './apply-options.js';
import { runIdentity } from './run-identity.js';
import { defaultStateFolder } from './state-file.js';

type Settings = Required<
  Pick<
    ApplyInput,
    'istio' | 'environment' | 'run' | 'by' | 'stateFolder' | 'strategy' | 'verifyTimeoutMs'
  >
>;

/** What the configuration and the surroundings say about a deployment. */
export function deploySettings(
  { deploy, profile, rootNamespace }: Config,
  env: Readonly<Record<string, string | undefined>>,
): Settings {
  const { environment: name, namespace, strategy, verifySeconds } = deploy;
  // A managed control plane can take minutes.
  const seconds = verifySeconds ?? (profile === 'csm-managed' ? 600 : 60);
  return {
    ...runIdentity(env),
    istio: { profile, rootNamespace },
    environment: { name, namespace },
    stateFolder: defaultStateFolder(env),
    strategy,
    verifyTimeoutMs: seconds * 1000,
  };
}
