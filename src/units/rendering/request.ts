/** What a program is asked to render; paths are relative to the working folder. */
export type RenderRequest = KustomizeRequest | HelmRequest;

export interface KustomizeRequest {
  tool: 'kustomize';
  folder: string;
}

export interface HelmRequest {
  tool: 'helm';
  chart: string;
  release: string;
  /** Undefined: nothing says where the release is. */
  namespace: string | undefined;
  /** In the order in which they are read: the later ones count. */
  values: readonly HelmValues[];
  /** Single values by their names, as `--set` takes them; they count before all files. */
  set: readonly (readonly [name: string, value: string | number | boolean])[];
}

/** A values file, or values that the object which deploys the chart holds. */
export type HelmValues = { file: string } | { inline: unknown };

/** What a program made of a request. */
export type Rendering = RenderedText | { failure: string };

export interface RenderedText {
  text: string;
  /** The files that took part, by their paths, as far as they are text. */
  files: ReadonlyMap<string, string>;
  /** Of a chart: the paths of its templates by the names that Helm gives to them, such as `web/templates/rule.yaml`. */
  templates: ReadonlyMap<string, string>;
  /** Of a chart: the folders of the charts in it by the same names, such as `web/charts/cache`. */
  charts: ReadonlyMap<string, string>;
}

/** By the keys of the requests. */
export type Renderings = ReadonlyMap<string, Rendering>;

/** The same text for requests that come to the same. */
export function requestKey(request: RenderRequest): string {
  if (request.tool === 'kustomize') return JSON.stringify(['kustomize', request.folder]);
  const { chart, release, namespace, values, set } = request;
  return JSON.stringify(['helm', chart, release, namespace ?? null, values, set]);
}
