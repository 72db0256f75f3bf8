import { UserError } from '../foundation/errors.js';
import { didYouMean } from '../foundation/did-you-mean.js';
import type { Config } from './config.js';

/**
 * The configuration with the clusters of one environment, for work that reads no manifests.
 *
 * @param name Undefined: the only one.
 * @throws UserError where the configuration declares several and none is named, or none of that name
 */
export function configOfEnvironment(config: Config, name: string | undefined): Config {
  const declared = Object.entries(config.environments ?? {});
  if (declared.length === 0) return config;
  const names = declared.map(([own]) => own);
  if (name === undefined && declared.length > 1) {
    throw new UserError(
      `the configuration has several environments (${names.join(', ')}); name the one that is meant with --environment (the input environment of the Action)`,
    );
  }
  const found = declared.find(([own]) => name === undefined || own === name);
  if (found) return { ...config, clusters: found[1].clusters };
  const near = didYouMean(name ?? '', names);
  throw new UserError(
    `no environment is called "${name ?? ''}"${near ? `; did you mean "${near}"?` : `; there are ${names.join(', ')}`}`,
  );
}
