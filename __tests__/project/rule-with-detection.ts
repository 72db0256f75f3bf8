/** A DestinationRule whose outlier detection is written as given, below `trafficPolicy:`. */
export function ruleWithDetection(detection: string, more = ''): string {
  return `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: a, namespace: x}
spec:
  host: a.x.svc.cluster.local
  trafficPolicy:
${detection}
    loadBalancer:
      localityLbSetting:
        distribute:
          - from: eu
            to: {eu: 50, us: 50}
          - from: us
            to: {us: 50, eu: 50}
${more}`;
}
