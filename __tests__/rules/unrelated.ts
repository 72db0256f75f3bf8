/**
 * Objects of another namespace, for another host, that nothing in any case names.
 *
 * @param gateway The label `istio` of the pods that their Gateway is for.
 */
export function unrelatedObjects(gateway: string): string {
  return `apiVersion: v1
kind: Service
metadata: {name: unrelated, namespace: elsewhere}
spec: {selector: {app: unrelated}, ports: [{name: http, port: 80}]}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: unrelated, namespace: elsewhere}
spec:
  hosts: [unrelated]
  http: [{route: [{destination: {host: unrelated}}]}]
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: unrelated, namespace: elsewhere}
spec:
  selector: {istio: ${gateway}}
  servers: [{port: {number: 8088, name: http, protocol: HTTP}, hosts: [unrelated.example.com]}]
`;
}
