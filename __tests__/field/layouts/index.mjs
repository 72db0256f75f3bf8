// @ts-check
import { folders } from './folders.mjs';
import { gitops } from './gitops.mjs';
import { helm } from './helm.mjs';
import { kustomize } from './kustomize.mjs';
import { mesh } from './mesh.mjs';
import { others } from './others.mjs';

/** @type {import('../layout.mjs').Layout[]} */
export const layouts = [...folders, ...kustomize, ...helm, ...gitops, ...mesh, ...others];
