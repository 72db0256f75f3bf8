/** What each rule can say, one pattern for each branch of its message; those of admission are its topics. */
export const messages: Record<string, RegExp[]> = {
  'outlier-detection-required': [
    /: the policy has none\. If europe-west1 fails .* 50 % of the requests .* Add outlierDetection/,
    /: the settings of this port replace the whole policy and have none\./,
    /: neither the subset nor the policy above it has one\./,
    /: the settings of this port replace the subset's whole policy and have none\./,
    /: the DestinationRule has no traffic policy\. .* 80 % of the requests/,
    /^failoverPriority does nothing without outlierDetection/,
  ],
  'max-ejection-percent-100': [
    /^maxEjectionPercent is 50\. At most 1 of the 2 endpoints \(one assumed per cluster\) .* Set it to 100\.$/,
    /^maxEjectionPercent is missing, which means 10\. At most 0 .* Add maxEjectionPercent: 100\.$/,
    /^maxEjectionPercent: 0 means the default, 10\./,
    /At most 9 of the 10 endpoints of checkout\.shop can be ejected/,
    /100 % of the requests that enter in europe-west1 keep failing/,
  ],
  'distribute-weights-sum-100': [
    /sum to 99$/,
    /^the weight of us-central1 must be between 1 and 100, but is 0$/,
    /^to is missing/,
  ],
  'distribute-covers-every-region': [
    /^No "from" matches clients in us-central1\. .* Add an entry with from: us-central1\.$/,
    /^No "from" matches clients in europe-west1\/c\./,
    /^"to" leaves out europe-west1, where checkout\.shop has endpoints\./,
  ],
  'gateway-exists': [
    /^There is no Gateway shop\/public-gatway: .* Did you mean "public-gateway"\?$/,
    /Did you mean "istio-ingress\/public"\?$/,
    /Name a Gateway that exists, in another namespace as namespace\/name\.$/,
  ],
  'gateway-host-match': [
    /^Gateway shop\/public \(hosts store\.example\.com\) and VirtualService shop\/checkout \(hosts shop\.example\.com\)/,
  ],
  'destination-host-match': [
    /and checkout\.shop has no failover policy\. Did you mean "checkout\.shop\.svc\.cluster\.local"\?$/,
    /and checkout\.shop has no failover policy\. Name the host of a route, with its namespace\.$/,
    /applies to nothing in these manifests\. Name the host/,
    /^There is no Service or ServiceEntry for chekout\..* Did you mean "checkout\./,
    /^There is no Service or ServiceEntry for search\..* Add it, or list the host under workloads\.$/,
  ],
  'subset-exists': [/Did you mean "canary"\?$/, /Define it there, or name another\.$/],
  'duplicate-resource': [/^DestinationRule shop\/checkout is already in base\.yaml: /],
  'failover-policy-missing': [
    /^No DestinationRule applies to checkout\.shop:80, which runs in europe-west1 and us-central1\. If /,
    /^The policy for checkout\.shop has neither outlierDetection nor a locality setting\. .* Add both\.$/,
  ],
  'valid-ignore': [
    /^This ignore names no rule\./,
    /^There is no rule "distribute-covers-all-regions"; did you mean "distribute-covers-every-region"\?/,
    /^There is no rule "everything"\. See mesh-failover rules\.$/,
    /^This ignore gives no reason\./,
    /^max-ejection-percent-100 finds nothing here: remove this ignore\.$/,
    /^This ignore ended with 2020-02-29: mend what distribute-covers-every-region finds here/,
    /^"2027-02-29" is no day, so this ignore counts for nothing\./,
  ],
  'no-errors-in-single-outage': [/^In the outage failing:europe-west1, 50 % of the requests/],
  'expectation-failed': [/^Scenario half-of-eu: /],
};
