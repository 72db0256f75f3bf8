import type { HeldMeshConfig } from '../config/held-mesh-config.js';
import type { FieldEffects } from '../foundation/field-effects.js';
import type { Document } from '../manifest/document.js';
import type { ConfiguredPlace } from './configured.js';
import type { DraftUnit } from './draft-units.js';
import type { NamespaceSource } from './unit.js';

/** A document where it lies, or where its unit does. */
export interface Item {
  document: Document;
  location: string;
  key: string | undefined;
  stageKey: string | undefined;
  kind: string | undefined;
  /** Undefined: a plain file. */
  draft: DraftUnit | undefined;
  namespace: string | undefined;
  source: NamespaceSource;
  effects: FieldEffects | undefined;
  isTemplate: boolean;
  /** Of an object that installs Istio, or of a values file. */
  meshConfig: HeldMeshConfig | undefined;
  /** False: it only holds a mesh configuration, such as a values file. */
  isObject: boolean;
  /** Where the configuration puts it; empty: nowhere in particular. */
  configured: ConfiguredPlace[];
}
