import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';

interface Review {
  request: { uid: string; dryRun?: boolean };
}

/** An admission webhook on loopback that denies whatever is no dry run. */
export async function startWebhook(tls: { cert: Buffer; key: Buffer }) {
  let asked = 0;
  let denied = 0;
  const server = createServer(tls, (request, response) => {
    let text = '';
    request.on('data', (chunk) => (text += String(chunk)));
    request.on('end', () => {
      const { uid, dryRun = false } = (JSON.parse(text) as Review).request;
      asked += 1;
      if (!dryRun) denied += 1;
      const status = { message: 'not today' };
      const answer = { uid, allowed: dryRun, ...(!dryRun && { status }) };
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({
          apiVersion: 'admission.k8s.io/v1',
          kind: 'AdmissionReview',
          response: answer,
        }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    asked: () => asked,
    denied: () => denied,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
