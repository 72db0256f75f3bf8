/** One request as a client's proxy gets it, or one connection of which the proxy sees no requests. */
export interface MeshRequest {
  /** In capitals, as HTTP writes it; of a connection it says nothing. */
  method: string;
  /** `tcp`: a connection whose bytes may be anything; `tls`: one that begins with TLS, in which anything may be. */
  scheme: 'http' | 'https' | 'tcp' | 'tls';
  /** The host of the URL in lower case: where it connects to, and the name of the server that it asks TLS for. */
  host: string;
  /** The port of the URL: that of a gateway's listener. */
  port: number;
  /** What it asks for, as the header Host has it: with the port, unless it is the scheme's own. */
  authority: string;
  /** Without the query, as it is sent. */
  path: string;
  /** Behind the question mark, as it is sent; empty without one. */
  query: string;
  /** By their names in lower case; values of one name are joined with a comma. */
  headers: ReadonlyMap<string, string>;
}

/** The host that a proxy compares with those of its virtual hosts: in lower case and without a port. */
export function hostAskedFor({ authority }: Pick<MeshRequest, 'authority'>): string {
  return authority.toLowerCase().replace(/:\d*$/, '');
}

/** Whether it is a connection, of which nothing is asked but where it leads. */
export function isConnection({ scheme }: Pick<MeshRequest, 'scheme'>): boolean {
  return scheme === 'tcp' || scheme === 'tls';
}

/** The name of the server that a connection asks TLS for; undefined for one that does not begin with TLS. */
export function serverNameOf({ scheme, host }: Pick<MeshRequest, 'scheme' | 'host'>) {
  return scheme === 'https' || scheme === 'tls' ? host : undefined;
}
