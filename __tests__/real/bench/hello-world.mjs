// @ts-check
/** The guide's service, which the guide itself takes for granted. */

export const helloWorld = { name: 'hello-world', namespace: 'default' };
export const helloWorldLabels = { app: helloWorld.name };
/** Where its pods listen. */
export const podPort = 8080;

export function helloWorldService() {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: helloWorld,
    spec: {
      selector: helloWorldLabels,
      ports: [{ name: 'http', port: 80, targetPort: podPort }],
    },
  };
}
