/** What each rule can say, one pattern for each branch of its message; those of admission are its topics. */
export const messages: Record<string, RegExp[]> = {
  'outlier-detection-required': [
    /: the policy has none\. If europe-west1 fails .* 50 % of the requests .* Add outlierDetection/,
    /: the settings of this port replace the whole policy and have none\./,
    /: neither the subset nor the policy above it has one\./,
    /: the settings of this port replace the subset's whole policy and have none\./,
    /: the DestinationRule has no traffic policy\. .* 80 % of the requests/,
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
    /^Gateway shop\/public \(hosts store\.example\.com\) and VirtualService shop\/checkout \(hosts shop\.example\.com\) have no host in common: .* Give both the same host\.$/,
    /^Gateway istio-ingress\/public \(hosts \.\/shop\.example\.com\) opens the host to VirtualServices of namespace istio-ingress alone, and shop\/checkout is in shop: .* Write shop\/shop\.example\.com, or \*\/shop\.example\.com for every namespace\.$/,
    /^Gateway istio-ingress\/public \(hosts blog\/shop\.example\.com, store\/\*\) opens the host to VirtualServices of the namespaces blog, store alone, /,
  ],
  'destination-host-match': [
    /and checkout\.shop has no failover policy\. Did you mean "checkout\.shop\.svc\.cluster\.local"\?$/,
    /If it is not defined elsewhere either, this policy applies to nothing\. Correct the host if it is misspelt; /,
    /^There is no Service or ServiceEntry for chekout\..* Did you mean "checkout\./,
    /^checkout\.shop is no short name: .* Write checkout\.shop\.svc\.cluster\.local\.$/,
    /^There is no Service or ServiceEntry for search\..* Add it, or list the host under workloads\.$/,
  ],
  'subset-exists': [/Did you mean "canary"\?$/, /Define it there, or name another\.$/],
  'duplicate-resource': [
    /^DestinationRule shop\/checkout is already in base\.yaml: .* or, if it is a patch, check what kustomize renders\.$/,
  ],
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
    /^An ignore in the configuration counts for nothing\./,
  ],
  'no-errors-in-single-outage': [/^In the outage failing:europe-west1, 50 % of the requests/],
  'expectation-failed': [/^Scenario half-of-eu: /],
  'distribute-with-failover-priority': [/^failoverPriority has no effect beside distribute/],
  'shadowed-from': [
    /^An earlier entry already says where europe-west1 fails over to \(europe-west4\)/,
  ],
  'unknown-locality': [
    /^No cluster, client or endpoint is in us-central-1, .* Did you mean "us-central1"\?$/,
    /^"us-\*" matches nothing: .* Name one of europe-west1, us-central1, or "\*" for all\.$/,
  ],
  'failover-is-not-a-fence': [
    /europe-west1 and europe-west4 .* requests go to us-central1 as well/,
  ],
  'failover-map-incomplete': [/^There is no entry for clients in asia-east1: /],
  'outlier-detection-changes-locality': [/go to its 1 of 6 endpoints in the region\./],
  'locality-disabled-but-set': [/^enabled: false switches off the distribute beside it/],
  'empty-locality-setting': [/replaces the mesh's: its distribute does not hold/],
  'ejection-cap-too-small': [/^At most 3 of the 6 .* europe-west1\/b has 4: .* to 67 at least\.$/],
  'ejection-never-fires': [
    /^Nothing ejects an endpoint that answers with errors/,
    /^10000 errors in a row take .* about 7 minutes at 50 requests\/s on 2 endpoints/,
  ],
  'gateway-errors-shadowed': [/consecutive5xxErrors is 5,/, /is missing, which means 5,/],
  'panic-threshold': [
    /^When europe-west1 fails, fewer than 50 % .* 66\.7 % of all fail .* saves 0 %/,
  ],
  'slow-failback': [
    /^After one disturbance an endpoint stays out for up to 15\.1 minutes, recovered or not: .*\. Set baseEjectionTime to 30s: /,
    /stays out for up to 60\.5 minutes, after several for up to 65 minutes, .*\(30 seconds\), .*\(60 minutes\)\. .* Set interval to 10s: /,
    /Set baseEjectionTime to 30s and interval to 10s: /,
    /Set interval to 10s and baseEjectionTime to 30s: /,
    /up to 2 minutes, after several for up to 6 minutes, .*\(60 seconds\), .*\(60 seconds\)\. .* Set interval to 10s: /,
    /Lower them until they come to less than 40 seconds together\.$/,
  ],
  'sticky-sessions-break': [
    /the weights shift, and a locality/,
    /the priorities shift in an outage\./,
  ],
  'zone-loss-shifts-region': [/^If europe-west1\/b fails .* falls from 80 % to 50 %/],
  'port-level-inherits-nothing': [
    /In their place requests spread over all regions/,
    /In their place requests stay in their own zone/,
  ],
  'subset-overrides-policy': [
    /^The subset's loadBalancer replaces/,
    /^The settings of this port replace the subset's/,
  ],
  'duplicate-destination-rule': [
    /only the older one's trafficPolicy/,
    /only the older one's subset v2/,
  ],
  'wildcard-shadowed': [/^This does not hold for checkout\.shop: shop\/checkout is more specific/],
  'client-namespace-shadows': [/^For clients in namespace istio-system this hides shop\/checkout/],
  'destination-rule-out-of-reach': [
    /exportTo keeps it in other places\. .* Export it to istio-system\.$/,
    /workloadSelector keeps it/,
    /edge is neither its namespace, .* Move it to the service's namespace\.$/,
  ],
  'route-pins-one-region': [/subset eu has endpoints in europe-west1 only/],
  'virtual-service-weights': [/^The weights sum to 80, not 100\. .* 62\.5 % and 37\.5 %/],
  'retry-stays-local': [/^All retries for/, /^retryRemoteLocalities does nothing/],
  'leftover-fault': [/^This route answers 10 % of its requests/, /^This route holds up 100 %/],
  'service-entry-without-locality': [/distribute order .* gives it no traffic/],
  'headless-or-passthrough': [/is balanced by PASSTHROUGH/, /has resolution NONE/],
  'cluster-local': [/^internalTrafficPolicy: Local keeps/, /is cluster-local in this mesh/],
  'gateway-port-conflict': [
    /one server is HTTP, the other HTTPS/,
    /both servers are for shop\.example\.com/,
    /TCP and TCP cannot share it/,
  ],
  'gateway-route-unreachable': [
    /^This is for sidecars only/,
    /does not see this VirtualService/,
    /already takes every request for shop\.example\.com/,
  ],
  'single-cluster-ingress': [/Put it into the folder/, /Use a selector that matches/],
  'cluster-drift': [
    /has another trafficPolicy\.outlierDetection\.interval in us than in eu/,
    /is in the folder of eu, but not of us/,
  ],
  'profile-unsupported-field': [
    /localityLbSetting\.distribute: .* GCPTrafficDistributionPolicy\.$/,
  ],
  'safe-gateway-hosts': [
    /^\.\/shop\.example\.com behind \*\/\* ends istiod/,
    /^\*\/shop\.example\.com behind/,
  ],
  'capacity-under-failover': [
    /^If us-central1 is gone, europe-west1 gets 350 requests\/s for checkout\.shop: 145\.8 % of what its at most 6 replicas can take \(40 requests\/s each\)\./,
    /^If europe-west1 is gone, us-central1 gets .* its 4 replicas can take .* at least 9 replicas/,
    /: 875 % of what its 1 replica in workloads can take .*it has too few even while nothing fails/,
  ],
};
