import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

interface Stored {
  metadata: Record<string, unknown>;
  [key: string]: unknown;
}

/**
 * Enough of an API server for an apply to go through: it keeps what it is given. How a real one judges, merges and owns
 * fields is tested in __tests__/real/.
 */
export function likeAnApiServer(): (request: IncomingMessage, response: ServerResponse) => void {
  const objects = new Map<string, Stored>();
  // The route of the example leads to it.
  objects.set('/api/v1/namespaces/default/services/hello-world', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'hello-world', namespace: 'default' },
    spec: { ports: [{ port: 80 }] },
  });
  let version = 0;
  // By its namespaces a cluster is told from others.
  const cluster = randomUUID();
  return (request, response) => {
    let text = '';
    request.on('data', (data: Buffer) => (text += data.toString()));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://127.0.0.1');
      const answer = (status: number, body: object) => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(body));
      };
      const fail = (code: number, reason: string) =>
        answer(code, {
          ...{ kind: 'Status', status: 'Failure', reason, code, message: reason },
          // Without it, it would be the kind that is not known.
          details: { name: url.pathname.split('/').at(-1) },
        });
      const body = (text === '' ? {} : JSON.parse(text)) as Stored;
      if (url.pathname === '/version') return answer(200, { gitVersion: 'v1.36.0' });
      if (url.pathname.endsWith('accessreviews')) {
        return answer(201, { ...body, status: { allowed: true } });
      }
      if (/^\/api\/v1\/namespaces\/[^/]+$/.test(url.pathname)) {
        const name = url.pathname.split('/').at(-1);
        return answer(200, {
          apiVersion: 'v1',
          kind: 'Namespace',
          metadata: { name, uid: `${cluster}-${name ?? ''}` },
        });
      }
      const isDry = url.searchParams.get('dryRun') !== null;
      const store = (path: string, content: Stored, status: number, shown: object = {}) => {
        const uid = objects.get(path)?.metadata['uid'] ?? cluster + path;
        const metadata = { ...content.metadata, uid, resourceVersion: String(++version) };
        const made = { ...content, metadata };
        if (!isDry) objects.set(path, made);
        answer(status, { ...made, ...shown });
      };
      const found = objects.get(url.pathname);
      switch (request.method) {
        case 'GET': {
          if (found) return answer(200, found);
          const selected = labelled(url.searchParams.get('labelSelector'));
          const items = [...objects].filter(
            ([path, object]) => path.startsWith(`${url.pathname}/`) && selected(object),
          );
          const isList = url.searchParams.has('limit') || url.searchParams.has('labelSelector');
          if (!isList && items.length === 0) return fail(404, 'NotFound');
          return answer(200, {
            kind: 'List',
            apiVersion: 'v1',
            metadata: {},
            items: items.map(([, item]) => item),
          });
        }
        case 'POST': {
          const path = `${url.pathname}/${String(body.metadata['name'])}`;
          return objects.has(path) ? fail(409, 'AlreadyExists') : store(path, body, 201);
        }
        case 'DELETE':
          objects.delete(url.pathname);
          return answer(found ? 200 : 404, { kind: 'Status', status: 'Success' });
        default: {
          if (url.pathname.endsWith('/scale')) {
            const path = url.pathname.slice(0, -'/scale'.length);
            const scaled = objects.get(path);
            return scaled
              ? store(
                  path,
                  {
                    ...scaled,
                    spec: { ...(scaled['spec'] as object), ...(body['spec'] as object) },
                  },
                  200,
                  { kind: 'Scale', apiVersion: 'autoscaling/v1' },
                )
              : fail(404, 'NotFound');
          }
          const metadata = { ...found?.metadata, ...body.metadata };
          return store(url.pathname, { ...found, ...body, metadata }, found ? 200 : 201);
        }
      }
    });
  };
}

/** Whether an object has all the labels of a selector, such as `a=b,c=d`. */
function labelled(selector: string | null): (object: Stored) => boolean {
  const wanted = (selector ?? '').split(',').filter((part) => part !== '');
  return ({ metadata }) => {
    const { labels = {} } = metadata as { labels?: Record<string, string> };
    return wanted.every((part) => labels[part.split('=')[0] ?? ''] === part.split('=')[1]);
  };
}
