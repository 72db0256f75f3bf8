import type { Config } from '../config/config.js';
import type { ApplyInput } from './apply-options.js';
import { configuredGates, prometheusToken } from './configured-gates.js';
import type { DeployEnvironment } from './environment.js';
import { ownersOf } from './environment-owner.js';
import { runIdentity } from './run-identity.js';
import { defaultStateFolder } from './state-file.js';
import { verifySettings } from './verify-settings.js';

type Settings = Required<
  Pick<
    ApplyInput,
    | 'istio'
    | 'environment'
    | 'run'
    | 'by'
    | 'owners'
    | 'stateFolder'
    | 'strategy'
    | 'verifyTimeoutMs'
    | 'verify'
    | 'gates'
  >
>;

/**
 * What the configuration and the surroundings say about a deployment.
 *
 * @param repositories Addresses of the repository, as a clone has them.
 */
export function deploySettings(
  config: Config,
  env: Readonly<Record<string, string | undefined>>,
  repositories: readonly string[] = [],
): Settings {
  const { deploy, profile, rootNamespace } = config;
  const { owner, strategy, verifySeconds } = deploy;
  // A managed control plane can take minutes.
  const seconds = verifySeconds ?? (profile === 'csm-managed' ? 600 : 60);
  return {
    ...runIdentity(env),
    istio: { profile, rootNamespace },
    environment: deployEnvironment(deploy),
    owners: ownersOf(owner, env, repositories),
    stateFolder: defaultStateFolder(env),
    strategy,
    verifyTimeoutMs: seconds * 1000,
    verify: verifySettings(config),
    gates: configuredGates(config, prometheusToken(env)),
  };
}

/** What the configuration calls the environment. */
export function deployEnvironment({
  environment: name,
  namespace,
  previousEnvironment: previous,
}: Config['deploy']): DeployEnvironment {
  const isRenamed = previous !== undefined && previous !== name;
  return { name, namespace, ...(isRenamed && { previous }) };
}
