export const id = 434;
export const ids = [434];
export const modules = {

/***/ 4434:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  inventory: () => (/* binding */ inventory_inventory)
});

// EXTERNAL MODULE: ./build/src/cluster/cluster-error.js
var cluster_error = __webpack_require__(2293);
;// CONCATENATED MODULE: ./build/src/inventory/cluster-objects.js

const NETWORK_LABEL = 'topology.istio.io/network';
/** Where other networks come in, unless a label says another port. Source: istiod's DefaultNetworkGatewayPort. */
const GATEWAY_PORT = '15443';
/**
 * Reads what istiod reads of a cluster to know its endpoints. Of nodes and pods only the metadata is fetched.
 *
 * @param namespaces Those of the Services that are asked for; undefined: all.
 * @throws ClusterError where the cluster cannot be reached, or may not be asked.
 */
async function readClusterObjects(cluster, namespaces, systemNamespace) {
    // Who cannot be reached is told once, not by every question.
    await cluster.version();
    const inNamespaces = async (apiVersion, kind, metadataOnly = false) => {
        const places = namespaces?.map((namespace) => ({ namespace })) ?? [{}];
        const lists = places.map((at) => cluster.list({ apiVersion, kind, metadataOnly, ...at }));
        return (await Promise.all(lists)).flat();
    };
    const [services, slices, pods, nodes, workloadEntries, network, gateways] = await Promise.all([
        inNamespaces('v1', 'Service'),
        inNamespaces('discovery.k8s.io/v1', 'EndpointSlice'),
        inNamespaces('v1', 'Pod', true),
        cluster.list({ apiVersion: 'v1', kind: 'Node', metadataOnly: true }),
        unlessNotServed(inNamespaces('networking.istio.io/v1', 'WorkloadEntry')),
        networkOf(cluster, systemNamespace),
        cluster.list({ apiVersion: 'v1', kind: 'Service', labelSelector: NETWORK_LABEL }),
    ]);
    return {
        cluster: cluster.name,
        services,
        slices,
        pods: new Map(pods.map((pod) => [keyOf(pod), podOf(pod)])),
        nodes: new Map(nodes.map((node) => [node.metadata.name, labelsOf(node)])),
        workloadEntries,
        network,
        eastWestGateways: gateways.flatMap((service) => gatewayAddresses(service)),
    };
}
function labelsOf({ metadata }) {
    return (metadata['labels'] ?? {});
}
function podOf(pod) {
    const { name, namespace = '' } = pod.metadata;
    return { name, namespace, labels: labelsOf(pod) };
}
function keyOf({ metadata }) {
    return `${metadata.namespace ?? ''}/${metadata.name}`;
}
async function networkOf(cluster, namespace) {
    const found = await cluster.get({ apiVersion: 'v1', kind: 'Namespace', name: namespace });
    return (found && labelsOf(found)[NETWORK_LABEL]) ?? '';
}
/** Source: istio/istio pilot/pkg/serviceregistry/kube/controller/network.go getGatewayDetails. */
function gatewayAddresses(service) {
    const port = Number(labelsOf(service)['networking.istio.io/gatewayPort'] ?? GATEWAY_PORT);
    if (!service.spec?.ports?.some((own) => own.port === port))
        return [];
    const ingress = service.status?.loadBalancer?.ingress ?? [];
    return ingress
        .map(({ ip, hostname }) => ip ?? hostname ?? '')
        .filter((address) => address !== '');
}
/** A cluster without Istio's CRDs has no WorkloadEntries. */
async function unlessNotServed(list) {
    try {
        return await list;
    }
    catch (error) {
        if (error instanceof cluster_error/* ClusterError */.b && error.problem === 'not-served')
            return [];
        throw error;
    }
}

// EXTERNAL MODULE: ./build/src/mesh/inventory.js
var inventory = __webpack_require__(4951);
// EXTERNAL MODULE: ./build/src/mesh/locality.js
var mesh_locality = __webpack_require__(7562);
// EXTERNAL MODULE: ./build/src/mesh/host-name.js
var host_name = __webpack_require__(2037);
;// CONCATENATED MODULE: ./build/src/inventory/registry-endpoints.js


const TLS_MODE_LABEL = 'security.istio.io/tlsMode';
const HEALTH_CHECKS = 'proxy.istio.io/health-checks-enabled';
/** The endpoints of every Service of a cluster that has endpoints at all, by host. */
function registryEndpoints(objects) {
    const all = new Map();
    for (const service of objects.services) {
        const { name, namespace = '' } = service.metadata;
        if (service.spec?.type === 'ExternalName')
            continue;
        all.set((0,host_name/* serviceHost */.aR)(name, namespace), [
            ...podEndpoints(service, objects),
            ...entryEndpoints(service, objects),
        ]);
    }
    return all;
}
/** Source: istio/istio pilot/pkg/serviceregistry/kube/controller/endpointslice.go updateEndpointCacheForSlice. */
function podEndpoints(service, objects) {
    const { name, namespace = '' } = service.metadata;
    const found = new Map();
    for (const slice of objects.slices) {
        if (slice.metadata.namespace !== namespace || slice.addressType === 'FQDN')
            continue;
        if (labelsOf(slice)['kubernetes.io/service-name'] !== name)
            continue;
        for (const endpoint of slice.endpoints ?? []) {
            for (const one of fromSlice(endpoint, namespace, objects))
                found.set(one.address, one);
        }
    }
    return [...found.values()];
}
function fromSlice({ addresses = [], conditions = {}, nodeName = '', targetRef }, namespace, { cluster, pods, nodes, network }) {
    const { ready = true, terminating = true } = conditions;
    // istiod sends nobody who is about to end, unless sessions have to go on.
    if (!ready && terminating)
        return [];
    const isPod = targetRef?.kind === 'Pod';
    const pod = isPod
        ? pods.get(`${targetRef.namespace ?? namespace}/${targetRef.name ?? ''}`)
        : undefined;
    if (isPod && !pod)
        return [];
    const labels = pod?.labels ?? {};
    if (labels['istio.io/draining'])
        return [];
    return addresses.map((address) => ({
        cluster,
        address,
        locality: localityLabel(labels) || (pod ? nodeLocality(nodes.get(nodeName)) : ''),
        network: labels['topology.istio.io/network'] || network,
        weight: 1,
        labels,
        isReady: ready,
        isWorkloadEntry: false,
        mtls: labels[TLS_MODE_LABEL] === 'istio',
    }));
}
/** `region/zone/subzone`, or nothing. Source: istio/istio pilot/pkg/serviceregistry/kube/controller/controller.go getPodLocality. */
function nodeLocality(labels = {}) {
    const region = labels['topology.kubernetes.io/region'] ?? labels['failure-domain.beta.kubernetes.io/region'];
    const zone = labels['topology.kubernetes.io/zone'] ?? labels['failure-domain.beta.kubernetes.io/zone'];
    const subzone = labels['topology.istio.io/subzone'];
    if (!region && !zone && !subzone)
        return '';
    return [region, zone, subzone].map((part) => part ?? '').join('/');
}
/** Label values hold no slashes: there dots stand for them. Source: istio/istio pkg/model/proxy.go. */
function localityLabel(labels) {
    const label = labels['topology.istio.io/locality'] ?? labels['istio-locality'] ?? '';
    return label.includes('/') ? label : label.replaceAll('.', '/');
}
/** Source: istio/istio pilot/pkg/serviceregistry/kube/controller/controller.go collectWorkloadInstanceEndpoints. */
function entryEndpoints(service, objects) {
    const { selector = {}, clusterIP } = service.spec ?? {};
    if (Object.keys(selector).length === 0 || clusterIP === 'None')
        return [];
    return objects.workloadEntries
        .filter(({ metadata }) => metadata.namespace === service.metadata.namespace)
        .map((entry) => fromEntry(entry, objects))
        .filter(({ entry, endpoint }) => isAddress(endpoint.address) &&
        Object.entries(selector).every(([key, value]) => endpoint.labels[key] === value) &&
        hasPort(service, entry))
        .map(({ endpoint }) => endpoint);
}
/** Source: istio/istio pilot/pkg/serviceregistry/serviceentry/conversion.go convertWorkloadEntryToWorkloadInstance. */
function fromEntry(entry, { cluster }) {
    const { address = '', locality, network = '', weight, serviceAccount = '' } = entry.spec ?? {};
    const labels = { ...entry.spec?.labels, ...labelsOf(entry) };
    return {
        entry,
        endpoint: {
            cluster,
            address,
            locality: locality || localityLabel(labels),
            // Unlike pods, entries are not in the network of their cluster unless they say so.
            network,
            weight: weight || 1,
            labels,
            isReady: isHealthy(entry),
            isWorkloadEntry: true,
            mtls: (labels[TLS_MODE_LABEL] ?? (serviceAccount === '' ? 'disabled' : 'istio')) === 'istio',
        },
    };
}
/** Services take entries with an IP address only. */
function isAddress(address) {
    return /^[0-9.]+$/.test(address) || address.includes(':');
}
/** An entry is left out where the Service wants a named port that it does not have. */
function hasPort({ spec }, entry) {
    const { ports = [] } = spec ?? {};
    return ports.some(({ targetPort }) => {
        return typeof targetPort !== 'string' || Boolean(entry.spec?.ports?.[targetPort]);
    });
}
/** Source: istio/istio pilot/pkg/serviceregistry/serviceentry/conversion.go isHealthy. */
function isHealthy({ metadata, status }) {
    const annotations = (metadata['annotations'] ?? {});
    if (!/^(1|t|true)$/i.test(annotations[HEALTH_CHECKS] ?? ''))
        return true;
    return Boolean(status?.conditions?.some((one) => one.type === 'Healthy' && one.status === 'True'));
}

;// CONCATENATED MODULE: ./build/src/inventory/cluster-site.js


/** Where a cluster is: what the configuration says of it stands while the cluster does not contradict it. */
function foundSite(objects, config) {
    const warnings = [];
    const locality = localityOf(objects, config, warnings);
    const network = objects.network || (config.network ?? '');
    const declared = config.eastWestGateways ?? (config.network === undefined ? 0 : 1);
    // Without the label, gateways may come from meshNetworks, which nobody can list.
    const eastWestGateways = objects.network === '' ? declared : new Set(objects.eastWestGateways).size;
    return { cluster: objects.cluster, locality, network, eastWestGateways, warnings };
}
function localityOf({ cluster, nodes }, { locality }, warnings) {
    const places = [...nodes.values()]
        .map((labels) => (0,mesh_locality/* parseLocality */.ho)(nodeLocality(labels)))
        .filter(({ region }) => region !== '');
    if (places.length === 0) {
        const why = nodes.size === 0 ? 'it has no nodes' : 'its nodes have no region label';
        warnings.push(`cluster ${cluster}: ${why}, so that its locality stays ${locality}`);
        return locality;
    }
    const declared = (0,mesh_locality/* parseLocality */.ho)(locality);
    if (places.some((place) => contains(declared, place)))
        return locality;
    const regions = [...new Set(places.map(({ region }) => region))];
    const [region = locality, ...more] = regions;
    if (more.length > 0) {
        const list = regions.sort().join(', ');
        warnings.push(`cluster ${cluster}: no node is in ${locality}; its nodes are in ${list}: which is its own?`);
        return locality;
    }
    const zones = [...new Set(places.map(({ zone }) => zone))];
    return declared.zone !== '' && zones.length === 1 ? `${region}/${zones[0]}` : region;
}
function contains(outer, inner) {
    return (outer.region === inner.region &&
        (outer.zone === '' || outer.zone === inner.zone) &&
        (outer.subzone === '' || outer.subzone === inner.subzone));
}

;// CONCATENATED MODULE: ./build/src/inventory/inventory.js




/** Puts together what was read of every cluster of the configuration. */
function inventoryOf(objects, { clusters = [] }, { hosts, labelKeys }) {
    const sites = clusters.flatMap((cluster) => {
        const own = objects.find((one) => one.cluster === cluster.name);
        return own ? [foundSite(own, cluster)] : [];
    });
    const byHost = new Map();
    for (const cluster of objects) {
        for (const [host, endpoints] of registryEndpoints(cluster)) {
            byHost.set(host, [...(byHost.get(host) ?? []), ...endpoints]);
        }
    }
    const found = new Map();
    const warnings = sites.flatMap((site) => site.warnings);
    for (const host of hosts ?? [...byHost.keys()].sort()) {
        const endpoints = byHost.get(host);
        if (!endpoints)
            continue;
        const groups = grouped(withoutCopies(endpoints, sites), labelKeys(host), sites);
        found.set(host, groups);
        warnings.push(...warningsAbout(host, groups));
    }
    return { clusters: sites, hosts: found, warnings };
}
/** One manifest applied to every cluster gives one address in each: Envoy takes it for one endpoint. */
function withoutCopies(endpoints, sites) {
    const kept = new Map();
    for (const endpoint of endpoints) {
        // Pods of clusters in different networks may have the same address by chance.
        const key = endpoint.isWorkloadEntry
            ? endpoint.address
            : JSON.stringify([endpoint.cluster, endpoint.address]);
        const home = (0,inventory/* nearestCluster */.hM)((0,mesh_locality/* parseLocality */.ho)(endpoint.locality), sites.map(siteOf))?.name;
        if (!kept.has(key) || endpoint.cluster === home)
            kept.set(key, endpoint);
    }
    return [...kept.values()];
}
/** What the topology calls it, once the configuration says what was found. */
function siteOf({ cluster, locality, network, eastWestGateways }) {
    return { name: cluster, locality: (0,mesh_locality/* parseLocality */.ho)(locality), network, eastWestGateways };
}
function grouped(endpoints, labelKeys, sites) {
    const networks = new Set(sites.map(({ network }) => network));
    const groups = new Map();
    for (const endpoint of endpoints) {
        const home = sites.find(({ cluster }) => cluster === endpoint.cluster);
        const written = configOf(endpoint, labelKeys, home?.network ?? '', networks.size > 1);
        const key = JSON.stringify(written);
        const group = groups.get(key) ?? { ...written, count: 0, unready: 0 };
        group.count += 1;
        if (!endpoint.isReady)
            group.unready += 1;
        groups.set(key, group);
    }
    const order = (one) => sites.findIndex(({ cluster }) => cluster === one.cluster);
    return [...groups]
        .sort(([a, x], [b, y]) => order(x) - order(y) || (a < b ? -1 : 1))
        .map(([, group]) => group);
}
/** Without what is the default, so that the file stays short. */
function configOf(endpoint, labelKeys, homeNetwork, withMtls) {
    const { cluster, network, weight, labels, isWorkloadEntry, mtls } = endpoint;
    return {
        locality: writtenLocality(endpoint.locality),
        cluster,
        ...(weight !== 1 && { weight }),
        ...(labelKeys.length > 0 && { labels: pick(labels, labelKeys) }),
        ...(network !== (isWorkloadEntry ? '' : homeNetwork) && { network }),
        ...(isWorkloadEntry && { workloadEntry: true }),
        // It matters only to who asks from another network.
        ...(withMtls && mtls === isWorkloadEntry && { mtls }),
    };
}
/** As far as a configuration can say it: a zone without a region, it cannot. */
function writtenLocality(text) {
    const { region, zone, subzone } = (0,mesh_locality/* parseLocality */.ho)(text);
    if (region === '')
        return '';
    return (0,mesh_locality/* formatLocality */.D)({ region, zone, subzone: zone === '' ? '' : subzone });
}
function pick(labels, keys) {
    return Object.fromEntries(keys.flatMap((key) => (labels[key] === undefined ? [] : [[key, labels[key]]])));
}
function warningsAbout(host, groups) {
    const warnings = [];
    for (const { cluster, locality, count, unready } of groups) {
        const where = `${host} in cluster ${cluster}${locality === '' ? '' : `, ${locality}`}`;
        if (locality === '') {
            warnings.push(`${where}: ${of(count)} without a region: their node has no label topology.kubernetes.io/region, ` +
                'so that no locality setting reaches them');
        }
        if (unready > 0) {
            warnings.push(`${where}: ${String(unready)} of ${of(count)} not ready now; the prediction takes them to be`);
        }
    }
    return warnings;
}
function of(count) {
    return count === 1 ? '1 endpoint' : `${String(count)} endpoints`;
}

;// CONCATENATED MODULE: ./build/src/inventory/compare-inventory.js



/** Compares as the prediction would: a default that is written out is no difference. */
function compareInventory({ workloads, clusters = [] }, inventory, hosts) {
    const sites = inventory.clusters.map(siteOf);
    return {
        hosts: [...new Set([...hosts, ...inventory.hosts.keys()])].map((host) => {
            const index = workloads.findIndex((workload) => workload.host === host);
            return compareHost(host, workloads[index], index, inventory.hosts.get(host), sites);
        }),
        clusters: clusters.flatMap((cluster, index) => {
            const found = inventory.clusters.find((site) => site.cluster === cluster.name);
            if (!found)
                return [];
            // As the configuration will mean it, with its new network.
            const gateways = cluster.eastWestGateways ?? (found.network === '' ? 0 : 1);
            const keys = [
                ['locality', cluster.locality, found.locality],
                ['network', cluster.network ?? '', found.network],
                ['eastWestGateways', gateways, found.eastWestGateways],
            ];
            return keys
                .filter(([, committed, now]) => committed !== now)
                .map(([key, , now]) => {
                return { cluster: cluster.name, index, key, committed: cluster[key], found: now };
            });
        }),
    };
}
function compareHost(host, committed, index, found, sites) {
    const base = { host, index: committed && index, endpoints: found ?? [], changes: [] };
    if (!found)
        return { ...base, result: committed?.readAt === undefined ? 'unknown' : 'gone' };
    const changes = compareEndpoints(committed?.endpoints ?? [], found, sites);
    if (!committed)
        return { ...base, changes, result: 'added' };
    return { ...base, changes, result: changes.length > 0 ? 'changed' : 'unchanged' };
}
function compareEndpoints(committed, found, sites) {
    const now = new Map(identities(found, sites).map(({ key, endpoint }) => [key, endpoint]));
    const changes = [];
    const seen = new Set();
    identities(committed, sites).forEach(({ key, endpoint }, index) => {
        // A second entry for the same endpoints adds to the first; the first one keeps the number.
        const count = seen.has(key) ? 0 : (now.get(key)?.count ?? 0);
        const { count: listed = 1 } = endpoint;
        seen.add(key);
        if (count !== listed)
            changes.push({ endpoint, index, committed: listed, found: count });
    });
    for (const [key, { unready: _, ...endpoint }] of now) {
        if (seen.has(key))
            continue;
        changes.push({ endpoint, index: undefined, committed: 0, found: endpoint.count });
    }
    return changes;
}
function identities(endpoints, sites) {
    const groups = (0,inventory/* endpointGroups */.C4)(endpoints, sites);
    return endpoints.flatMap((endpoint, index) => {
        const group = groups[index];
        return group ? [{ key: identity(group), endpoint }] : [];
    });
}
/** The same for endpoints that the prediction cannot tell apart. */
function identity({ cluster, locality, network, weight, labels, entry, mtls, }) {
    const sorted = labels && Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
    return JSON.stringify([
        cluster,
        (0,mesh_locality/* formatLocality */.D)(locality),
        network,
        weight,
        sorted,
        entry ? [entry.mtls] : undefined,
        mtls,
    ]);
}

// EXTERNAL MODULE: ./build/src/manifest/errors.js
var errors = __webpack_require__(1400);
// EXTERNAL MODULE: ./build/src/manifest/parse.js + 16 modules
var parse = __webpack_require__(7724);
;// CONCATENATED MODULE: ./build/src/inventory/edit-config.js


/**
 * The text of a configuration with what the clusters say. Only what differs is touched: order, comments and everything
 * else stay as they are.
 *
 * @param readAt When the clusters were read, as `2026-11-21T10:50:00Z`: it is written to every host that they have.
 * @throws UserError where the text has a form in which no edit is certain, such as an anchor.
 */
function editConfig(file, text, { hosts, clusters }, readAt) {
    const listed = hosts.filter(isListed);
    // Of a list, the last item cannot be taken out: an empty one is written anew.
    const kept = listed.filter(({ result, endpoints }) => result !== 'gone' && endpoints.length > 0);
    const emptied = listed.filter((one) => !kept.includes(one));
    const added = [...hosts.filter(({ result }) => result === 'added'), ...emptied];
    // What is appended goes behind what is there, so that positions stay; what is removed goes from the end.
    const rounds = [
        kept.flatMap(countSteps),
        kept.flatMap(appendSteps),
        ...removalRounds(kept),
        kept.map(({ index }) => ({ path: ['workloads', index, 'readAt'], change: { value: readAt } })),
        addedSteps(added, readAt),
        ...emptied
            .toSorted((one, other) => other.index - one.index)
            .map(({ index }) => [removal(['workloads', index])]),
        ...clusters.map((change) => [siteStep(change)]),
    ];
    return rounds.reduce((all, steps) => applySteps(file, all, steps), text);
}
function isListed(one) {
    return one.index !== undefined && one.result !== 'unknown';
}
/** Other numbers of endpoints that are listed. */
function countSteps({ index: host, changes }) {
    return changes.flatMap(({ index, found }) => {
        if (index === undefined || found === 0)
            return [];
        const path = ['workloads', host, 'endpoints', index, 'count'];
        return [{ path, change: { value: found } }];
    });
}
/** Endpoints that are not listed yet. */
function appendSteps({ index: host, changes }) {
    const added = changes.filter(({ index }) => index === undefined);
    const append = added.map(({ endpoint }) => written(endpoint));
    return append.length > 0 ? [{ path: ['workloads', host, 'endpoints'], change: { append } }] : [];
}
/** Endpoints that are no longer there: of every host the last one first, since what is behind it moves up. */
function removalRounds(hosts) {
    const byHost = hosts.map(({ index: host, changes }) => changes
        .flatMap(({ index, found }) => (index === undefined || found > 0 ? [] : [index]))
        .toReversed()
        .map((index) => removal(['workloads', host, 'endpoints', index])));
    const most = Math.max(0, ...byHost.map((steps) => steps.length));
    return Array.from({ length: most }, (_, round) => byHost.flatMap((steps) => steps[round] ?? []));
}
function removal(path) {
    return { path, change: { remove: true } };
}
function addedSteps(hosts, readAt) {
    const append = hosts.map(({ host, endpoints }) => {
        return { host, readAt, endpoints: endpoints.map(({ unready: _, ...one }) => written(one)) };
    });
    return append.length > 0 ? [{ path: ['workloads'], change: { append } }] : [];
}
function siteStep({ index, key, found }) {
    return { path: ['clusters', index, key], change: { value: found } };
}
/** One endpoint as it is written: `count` only where there are several. */
function written({ locality, count = 1, cluster, ...more }) {
    const rest = more;
    return {
        locality,
        ...(count !== 1 && { count }),
        ...(cluster !== undefined && { cluster }),
        ...rest,
    };
}
function applySteps(file, text, steps) {
    if (steps.length === 0)
        return text;
    const document = read(file, text);
    const edits = steps.map(({ path, change }) => {
        const edit = document.edit(path, change);
        if (edit)
            return edit;
        const { line, column } = document.locate(path);
        throw new errors/* UserError */.y(`${file}:${String(line)}:${String(column)}: cannot be edited here for certain (an anchor, an alias, or an unusual ` +
            'form): write it plainly, or take what --out - shows');
    });
    return replaceAll(text, edits);
}
function read(file, text) {
    const [document] = (0,parse/* parseMappings */.F)({ file, text, named: true }).documents;
    if (document)
        return document;
    throw new Error(`${file} cannot be read any more after an edit`);
}
function replaceAll(text, edits) {
    const starts = [0, ...[...text.matchAll(/\r\n|\n|\r/g)].map((end) => end.index + end[0].length)];
    const offset = (line, column) => (starts[line - 1] ?? text.length) + column - 1;
    const spans = edits.map(({ range, text: own }) => ({ ...spanOf(range, offset), own }));
    return spans
        .sort((a, b) => b.start - a.start)
        .reduce((all, { start, end, own }) => all.slice(0, start) + own + all.slice(end), text);
}
function spanOf({ line, column, endLine, endColumn }, offset) {
    return { start: offset(line, column), end: offset(endLine, endColumn) };
}

;// CONCATENATED MODULE: ./build/src/inventory/inventory-result.js
/** Puts together what is told; nothing is written yet. */
function inventoryResult(run) {
    const { comparison, inventory, servers, readAt, file } = run;
    const clusters = servers.map(({ name, server }) => {
        const changes = comparison.clusters.filter(({ cluster }) => cluster === name);
        return {
            cluster: name,
            server,
            changes: changes.map(({ key, committed, found }) => {
                return { key, ...(committed !== undefined && { committed }), found };
            }),
        };
    });
    const hosts = comparison.hosts.map(({ host, result, endpoints, changes }) => {
        const told = changes.map(({ endpoint, committed, found }) => ({ endpoint, committed, found }));
        return { host, result, endpoints, changes: told };
    });
    const drifted = comparison.clusters.length > 0 || hosts.some(({ result }) => isDrift.includes(result));
    const { warnings } = inventory;
    return { version: 1, readAt, file, drifted, written: null, clusters, hosts, warnings };
}
const isDrift = ['changed', 'added', 'gone'];
/** The same where other numbers of the same endpoints are no drift, as under an autoscaler. */
function withoutCounts(comparison) {
    const hosts = comparison.hosts.map((host) => {
        if (host.result !== 'changed')
            return host;
        const changes = host.changes.filter(({ committed, found }) => committed === 0 || found === 0);
        return { ...host, changes, result: changes.length > 0 ? host.result : 'unchanged' };
    });
    return { ...comparison, hosts };
}

// EXTERNAL MODULE: ./build/src/mesh/merge-destination-rules.js
var merge_destination_rules = __webpack_require__(5188);
;// CONCATENATED MODULE: ./build/src/inventory/wanted-hosts.js


/** istiod adds these labels by itself. */
const DERIVED_LABEL = /^topology\.|^kubernetes\.io\/hostname$/;
/** The hosts that the routes and DestinationRules name, and those that the configuration lists already; sorted. */
function hostsOf(mesh) {
    const names = [
        ...mesh.targets().map(({ host }) => host),
        ...mesh.resources.DestinationRule.map((rule) => (0,merge_destination_rules/* ruleHost */.Dx)(rule)),
        ...mesh.config.workloads.map(({ host }) => host),
    ];
    return [...new Set(names)].filter((host) => host !== '' && !(0,host_name/* isWildcard */.z2)(host)).sort();
}
/** The labels by which a host's endpoints are told apart: those of its subsets, and of `failoverPriority`. */
function labelKeysOf(mesh, host) {
    const rules = mesh.resources.DestinationRule.filter((rule) => (0,host_name/* isSubsetOf */.Yy)(host, (0,merge_destination_rules/* ruleHost */.Dx)(rule)));
    const keys = [
        ...rules.flatMap(({ spec }) => keysIn(spec)),
        ...(mesh.config.meshConfig?.localityLbSetting?.failoverPriority ?? []),
    ].map((key) => key.replace(/=.*/s, ''));
    return [...new Set(keys)].filter((key) => key !== '' && !DERIVED_LABEL.test(key)).sort();
}
function keysIn({ trafficPolicy, subsets = [] }) {
    const policies = [trafficPolicy, ...subsets.map((subset) => subset.trafficPolicy)];
    const levels = policies.flatMap((policy) => [policy, ...(policy?.portLevelSettings ?? [])]);
    return [
        ...subsets.flatMap(({ labels }) => Object.keys(labels ?? {})),
        ...levels.flatMap((level) => level?.loadBalancer?.localityLbSetting?.failoverPriority ?? []),
    ];
}

// EXTERNAL MODULE: ./build/src/lint/write-fixed.js
var write_fixed = __webpack_require__(2203);
// EXTERNAL MODULE: ./build/src/manifest/read-file.js
var read_file = __webpack_require__(9570);
// EXTERNAL MODULE: ./build/src/report/paint.js
var paint = __webpack_require__(4928);
// EXTERNAL MODULE: ./build/src/report/safe-text.js
var safe_text = __webpack_require__(7423);
// EXTERNAL MODULE: ./build/src/report/wrap.js
var wrap = __webpack_require__(238);
;// CONCATENATED MODULE: ./build/src/report/inventory-text.js



/** An inventory for people: where each host runs, and what of it the configuration does not say. */
function inventoryText(result, { color, quiet }) {
    const style = (0,paint/* paint */.n)(color);
    const { clusters, hosts, warnings } = result;
    const shown = quiet ? hosts.filter(({ result: one }) => one !== 'unchanged') : hosts;
    const sites = clusters
        .filter(({ changes }) => changes.length > 0)
        .map(({ cluster, changes }) => [style.strong(`cluster ${(0,safe_text/* safeText */.Hk)(cluster)}`), ...changes.map(siteLine)].join('\n'));
    const notes = warnings.map((text) => {
        return (0,wrap/* wrap */.c)(`${style.warning('warning')} ${(0,safe_text/* safeText */.Hk)(text)}`, wrap/* TEXT_WIDTH */.L).join('\n  ');
    });
    const blocks = [
        ...sites,
        ...shown.map((host) => hostBlock(host, result, style)),
        ...(quiet ? [] : notes),
        conclusion(result),
    ];
    return `${blocks.join('\n\n')}\n`;
}
function siteLine({ key, committed, found, }) {
    const before = committed === undefined ? 'not written' : (0,safe_text/* safeText */.Hk)(String(committed));
    return `  ${key}: ${(0,safe_text/* safeText */.Hk)(String(found))} (${before} so far)`;
}
function hostBlock({ host, result, endpoints, changes }, { file }, style) {
    const head = `${style.strong((0,safe_text/* safeText */.Hk)(host))}  ${style[STYLE[result]](WORDS[result](file))}`;
    const lines = endpoints.map((one) => {
        const unready = one.unready > 0 ? `, ${String(one.unready)} of them not ready` : '';
        return `  ${String(one.count).padStart(4)} ${placeOf(one)}${unready}`;
    });
    const differing = changes.map(({ endpoint, committed, found }) => {
        const words = `${placeOf(endpoint)}: ${String(found)}, not ${String(committed)}`;
        return `       ${style.warning(words)}`;
    });
    return [head, ...lines, ...(result === 'changed' ? differing : [])].join('\n');
}
const STYLE = {
    unchanged: 'faint',
    changed: 'warning',
    added: 'warning',
    gone: 'warning',
    unknown: 'notice',
};
const WORDS = {
    unchanged: (file) => `as in ${(0,safe_text/* safeText */.Hk)(file)}`,
    changed: (file) => `not as in ${(0,safe_text/* safeText */.Hk)(file)}`,
    added: (file) => `not in ${(0,safe_text/* safeText */.Hk)(file)}`,
    gone: () => 'in no cluster any more',
    unknown: () => 'no Service of any cluster',
};
function placeOf({ locality, cluster, weight, labels, ...rest }) {
    const { network, workloadEntry, mtls } = rest;
    const more = [
        ...Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`),
        ...(weight === undefined || weight === 1 ? [] : [`weight ${String(weight)}`]),
        ...(network === undefined ? [] : [`network ${network}`]),
        ...(workloadEntry === true ? ['WorkloadEntry'] : []),
        ...(mtls === undefined ? [] : [mtls ? 'with mTLS' : 'without mTLS']),
    ];
    const where = `${locality || 'no locality'}${cluster === undefined ? '' : ` in ${cluster}`}`;
    return (0,safe_text/* safeText */.Hk)(`${where}${more.length > 0 ? ` (${more.join(', ')})` : ''}`);
}
function conclusion({ drifted, file, written, hosts, readAt }) {
    const when = `read at ${readAt}`;
    if (written !== null)
        return `Wrote ${(0,safe_text/* safeText */.Hk)(written)}, ${when}.`;
    if (!drifted)
        return `${(0,safe_text/* safeText */.Hk)(file)} says what the clusters say, ${when}.`;
    const number = hosts.filter(({ result }) => ['changed', 'added', 'gone'].includes(result)).length;
    const what = number === 1 ? '1 host' : `${String(number)} hosts`;
    return (`${(0,safe_text/* safeText */.Hk)(file)} has drifted (${what}), ${when}. ` +
        'To bring it up to date: mesh-failover inventory --from-clusters');
}

// EXTERNAL MODULE: ./build/src/report/json.js
var json = __webpack_require__(7912);
// EXTERNAL MODULE: ./build/src/cli/common-options.js + 1 modules
var common_options = __webpack_require__(6914);
// EXTERNAL MODULE: ./build/src/cli/deploy-options.js + 1 modules
var deploy_options = __webpack_require__(9647);
// EXTERNAL MODULE: ./build/src/cli/exit-code.js
var exit_code = __webpack_require__(3250);
// EXTERNAL MODULE: ./build/src/cli/judge.js + 1 modules
var judge = __webpack_require__(8085);
// EXTERNAL MODULE: ./build/src/cli/output.js
var cli_output = __webpack_require__(3135);
;// CONCATENATED MODULE: ./build/src/cli/commands/inventory.js



















const formats = ['text', 'json'];
const inventory_inventory = {
    formats,
    options: {
        'from-clusters': { type: 'boolean' },
        check: { type: 'boolean' },
        out: { type: 'string' },
        all: { type: 'boolean' },
        'ignore-counts': { type: 'boolean' },
    },
    help: [
        {
            term: '--from-clusters',
            text: 'read every cluster, and write what differs to the configuration',
        },
        { term: '--check', text: 'write nothing; fail where the configuration has drifted' },
        { term: '--out FILE', text: 'write to this file instead; - is standard output' },
        { term: '--all', text: 'every Service, not only what the manifests name' },
        {
            term: '--ignore-counts',
            text: 'with --check: another number of the same endpoints is no drift',
        },
    ],
    examples: [
        'mesh-failover inventory --from-clusters',
        'mesh-failover inventory --from-clusters --check --ignore-counts',
    ],
    async run(values, operands, io) {
        const out = (0,common_options/* textOption */.vU)(values, 'out');
        const check = values['check'] === true;
        const outputs = (0,cli_output/* outputsOf */.Y)(values, formats, out === '-' ? [] : undefined);
        if (values['from-clusters'] !== true && !check) {
            throw new errors/* UserError */.y('inventory reads the clusters: say so with --from-clusters, or --check');
        }
        if (check && out !== undefined)
            throw new errors/* UserError */.y('--check writes nothing: leave out --out');
        try {
            const all = values['all'] === true;
            const { mesh } = await (0,judge/* inspectFor */.GX)({ ...values, 'allow-empty': all }, operands, io);
            const { result, text } = await inventory_read(mesh, values, io);
            if (!check)
                result.written = await write(text, mesh.config, out, io);
            for (const output of outputs) {
                const color = output.file === undefined && (0,common_options/* hasColor */.cE)(values, io);
                const quiet = values['quiet'] === true;
                const told = output.format === 'json'
                    ? `${(0,json/* toJson */.aB)(result)}\n`
                    : inventoryText(result, { color, quiet });
                await (0,cli_output/* writeOutput */.z)(output, told, io);
            }
            return check && result.drifted ? exit_code/* ExitCode */.y.failed : exit_code/* ExitCode */.y.fine;
        }
        catch (error) {
            if (!(error instanceof cluster_error/* ClusterError */.b))
                throw error;
            io.stderr.write(`mesh-failover: ${(0,safe_text/* safeLines */.Bv)(error.message)}\nNothing was written.\n`);
            return exit_code/* ExitCode */.y.failed;
        }
    },
};
async function inventory_read(mesh, values, io) {
    const { config } = mesh;
    const all = values['all'] === true;
    const hosts = hostsOf(mesh);
    if (hosts.length === 0 && !all) {
        throw new errors/* UserError */.y('the manifests name no host: name the folder that holds your VirtualServices, or pass --all');
    }
    const connected = await (0,deploy_options/* connectAll */.Q5)((0,deploy_options/* declaredClusters */.wB)(config), io);
    const namespaces = all ? undefined : namespacesOf(hosts);
    const now = io.now?.() ?? new Date();
    const readAt = `${now.toISOString().slice(0, 19)}Z`;
    const objects = await Promise.all(connected.map((cluster) => readClusterObjects(cluster, namespaces, config.rootNamespace)));
    const found = inventoryOf(objects, config, {
        hosts: all ? undefined : hosts,
        labelKeys: (host) => labelKeysOf(mesh, host),
    });
    const compared = compareInventory(config, found, hosts);
    const comparison = values['ignore-counts'] === true && values['check'] === true
        ? withoutCounts(compared)
        : compared;
    const file = config.file ?? '';
    const result = inventoryResult({
        readAt,
        file,
        servers: connected,
        inventory: found,
        comparison,
    });
    const text = (before) => editConfig(file, before, compared, readAt);
    return { result, text };
}
/** Writes the configuration with what was found; the result says where it went. */
async function write(edit, { file = '' }, out, io) {
    const content = (0,read_file/* readTextFile */.Gu)(`${io.cwd}/${file}`);
    if ('problem' in content)
        throw new errors/* UserError */.y(`${file}: ${content.problem}`);
    const after = edit(content.text);
    if (out === undefined) {
        if (after !== content.text)
            await (0,write_fixed/* writeFixed */.y)(io.cwd, { file, before: content.text, after });
        return file;
    }
    await (0,cli_output/* writeOutput */.z)({ format: 'configuration', file: out === '-' ? undefined : out }, after, io);
    return out;
}
function namespacesOf(hosts) {
    const names = hosts.map((host) => (0,host_name/* namespaceOfHost */.lj)(host));
    return [...new Set(names.filter((name) => name !== undefined))];
}


/***/ }),

/***/ 9647:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  V1: () => (/* binding */ applyOptions),
  F$: () => (/* binding */ chooseClusters),
  M4: () => (/* binding */ clusterHelp),
  dU: () => (/* binding */ clusterOptions),
  Q5: () => (/* binding */ connectAll),
  wB: () => (/* binding */ declaredClusters),
  jZ: () => (/* binding */ numberOption),
  RB: () => (/* binding */ writeHelp),
  GX: () => (/* binding */ writeOptions)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./build/src/cluster/connect.js + 12 modules
var connect = __webpack_require__(6949);
// EXTERNAL MODULE: ./build/src/deploy/run-identity.js
var run_identity = __webpack_require__(6127);
// EXTERNAL MODULE: ./build/src/deploy/state-file.js
var state_file = __webpack_require__(9935);
;// CONCATENATED MODULE: ./build/src/deploy/settings.js


/** What the configuration and the surroundings say about a deployment. */
function deploySettings({ deploy, profile, rootNamespace }, env) {
    const { environment: name, namespace, strategy, verifySeconds } = deploy;
    // A managed control plane can take minutes.
    const seconds = verifySeconds ?? (profile === 'csm-managed' ? 600 : 60);
    return {
        ...(0,run_identity/* runIdentity */.y)(env),
        istio: { profile, rootNamespace },
        environment: { name, namespace },
        stateFolder: (0,state_file/* defaultStateFolder */.fy)(env),
        strategy,
        verifyTimeoutMs: seconds * 1000,
    };
}

// EXTERNAL MODULE: ./build/src/manifest/errors.js
var errors = __webpack_require__(1400);
// EXTERNAL MODULE: ./build/src/mesh/did-you-mean.js
var did_you_mean = __webpack_require__(3092);
// EXTERNAL MODULE: ./build/src/report/safe-text.js
var safe_text = __webpack_require__(7423);
// EXTERNAL MODULE: ./build/src/cli/common-options.js + 1 modules
var common_options = __webpack_require__(6914);
;// CONCATENATED MODULE: ./build/src/cli/deploy-options.js







/** Options of the commands that work on clusters. */
const clusterOptions = {
    clusters: { type: 'string', multiple: true },
    'lock-timeout': { type: 'string' },
};
const clusterHelp = [
    { term: '--clusters NAME,…', text: 'only these clusters of the configuration' },
    {
        term: '--lock-timeout SECONDS',
        text: 'how long to wait for another run to end (default: 60)',
    },
];
/** Options of the commands that write manifests, or say what would be written. */
const writeOptions = {
    ...clusterOptions,
    'allow-missing': { type: 'string', multiple: true },
    reason: { type: 'string' },
    'force-conflicts': { type: 'boolean' },
    prune: { type: 'boolean' },
    'prune-limit': { type: 'string' },
    'create-namespaces': { type: 'boolean' },
};
const writeHelp = [
    ...clusterHelp,
    {
        term: '--allow-missing NAME,…',
        text: 'go on without these; they are brought up to date by the next apply (with --reason)',
    },
    { term: '--reason TEXT', text: 'why clusters are left out; kept in those that are not' },
    {
        term: '--force-conflicts',
        text: 'take over fields that another field manager owns',
    },
    {
        term: '--prune',
        text: 'delete what was applied before and has no manifest any more',
    },
    {
        term: '--prune-limit N',
        text: 'refuse to delete more than N objects in a cluster (default: 10)',
    },
    { term: '--create-namespaces', text: 'create namespaces that are missing' },
];
/** @throws UserError for names that there are not, and for clusters that are left out by accident */
function chooseClusters(config, values, { mayLeaveOut }) {
    const all = declaredClusters(config);
    const named = names(values, 'clusters', all);
    const missing = names(values, 'allow-missing', all);
    const reason = (0,common_options/* textOption */.vU)(values, 'reason');
    const both = named.find((name) => missing.includes(name));
    if (both !== undefined) {
        throw new errors/* UserError */.y(`${both} stands in both --clusters and --allow-missing`);
    }
    if (missing.length > 0 && !reason?.trim()) {
        throw new errors/* UserError */.y('--allow-missing needs --reason TEXT: it is kept for who asks later');
    }
    const chosen = all.filter(({ name }) => named.length > 0 ? named.includes(name) : !missing.includes(name));
    const left = all.filter((one) => !chosen.includes(one) && !missing.includes(one.name));
    if (left.length > 0 && !mayLeaveOut) {
        const list = left.map(({ name }) => name).join(',');
        throw new errors/* UserError */.y(`--clusters leaves out ${list}, so that the clusters would differ. If ${list} cannot be reached: ` +
            `--allow-missing ${list} --reason TEXT`);
    }
    if (chosen.length === 0)
        throw new errors/* UserError */.y('no cluster is left to work on');
    return {
        chosen,
        missing: missing.length > 0 && reason ? { clusters: missing, reason } : undefined,
    };
}
/** Makes clusters usable; nothing is sent yet. */
async function connectAll(clusters, io) {
    const connected = [];
    const warn = (text) => io.stderr.write(`warning: ${(0,safe_text/* safeText */.Hk)(text)}\n`);
    for (const cluster of clusters)
        connected.push(await (0,connect/* connect */.N)(cluster, { env: io.env, warn }));
    return connected;
}
/** What the options and the configuration say about a deployment. */
function applyOptions(config, values, io) {
    const settings = deploySettings(config, io.env);
    const folder = (0,common_options/* textOption */.vU)(values, 'state-dir');
    const limit = numberOption(values, 'prune-limit') ?? config.deploy.pruneLimit;
    const seconds = numberOption(values, 'verify-timeout');
    const strategies = ['one-cluster-first', 'parallel'];
    return {
        ...settings,
        ...(folder !== undefined && { stateFolder: (0,external_node_path_.resolve)(io.cwd, folder) }),
        ...(seconds !== undefined && { verifyTimeoutMs: seconds * 1000 }),
        ...(values['prune'] === true && { prune: { limit } }),
        force: values['force-conflicts'] === true,
        createNamespaces: values['create-namespaces'] === true,
        strategy: (0,common_options/* oneOf */.yL)('--strategy', values['strategy'] ?? settings.strategy, strategies),
        onFailure: (0,common_options/* oneOf */.yL)('--on-failure', values['on-failure'] ?? 'rollback', ['rollback', 'stop']),
        lockWaitSeconds: numberOption(values, 'lock-timeout') ?? 60,
    };
}
/** @throws UserError for what is no whole number from 0 on */
function numberOption(values, name) {
    const text = (0,common_options/* textOption */.vU)(values, name);
    if (text === undefined)
        return undefined;
    if (/^\d{1,6}$/.test(text))
        return Number(text);
    throw new errors/* UserError */.y(`--${name} takes a whole number, not "${text}"`);
}
/** @throws UserError where the configuration declares none */
function declaredClusters({ clusters, file }) {
    if (clusters?.length)
        return clusters;
    throw new errors/* UserError */.y(`the clusters are not known: ${file ?? 'mesh-failover.yaml'} must declare them ` +
        '(clusters, each with name, locality and context)');
}
function names(values, option, clusters) {
    const given = [values[option] ?? []].flat().flatMap((text) => String(text).split(','));
    const known = clusters.map(({ name }) => name);
    return given
        .map((name) => name.trim())
        .filter(Boolean)
        .map((name) => {
        if (known.includes(name))
            return name;
        const near = (0,did_you_mean/* didYouMean */.a)(name, known);
        throw new errors/* UserError */.y(`--${option}: no cluster is called "${name}"${near ? `; did you mean "${near}"?` : `; there are ${known.join(', ')}`}`);
    });
}


/***/ }),

/***/ 9764:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   KC: () => (/* binding */ union),
/* harmony export */   KN: () => (/* binding */ isApplied),
/* harmony export */   Pf: () => (/* binding */ fieldsOf),
/* harmony export */   r8: () => (/* binding */ appliedBy),
/* harmony export */   u4: () => (/* binding */ isRecord),
/* harmony export */   zA: () => (/* binding */ withoutUnstated)
/* harmony export */ });
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7975);

/** What a manager has applied; undefined: it never has. */
function appliedBy(object, manager) {
    return object.metadata.managedFields?.find((entry) => entry.manager === manager && entry.operation === 'Apply' && !entry.subresource);
}
function fieldsOf(entry) {
    return (entry['fieldsV1'] ?? {});
}
/** The fields of both. */
function union(a, b) {
    const all = { ...a };
    for (const [path, fields] of Object.entries(b)) {
        const own = Object.hasOwn(all, path) ? all[path] : undefined;
        all[path] = own ? union(own, fields) : fields;
    }
    return all;
}
/**
 * Whether server-side apply would change nothing: the manager owns exactly the fields of what is wanted, and they have these
 * values. Where that is not certain (another version, members of lists) the answer is no, and the API server must be asked.
 */
function isApplied(live, wanted, manager) {
    const entry = appliedBy(live, manager);
    if (entry?.apiVersion !== wanted.apiVersion || live.apiVersion !== wanted.apiVersion)
        return false;
    return isCovered(fieldsOf(entry), content(wanted), content(live));
}
/** What server-side apply looks at: the identity of an object is nobody's field. */
function content({ apiVersion: _, kind: __, metadata, ...rest }) {
    const { labels, annotations, name: _name, namespace: _namespace, ...others } = metadata;
    // Set by the API server in what is live; a manifest that sets more than these is not for shortcuts.
    const { ownerReferences, finalizers } = others;
    const own = { labels, annotations, ownerReferences, finalizers };
    const stated = Object.entries(own).filter(([, value]) => value !== undefined);
    return { ...rest, ...(stated.length > 0 && { metadata: Object.fromEntries(stated) }) };
}
function isCovered(fields, wanted, live) {
    const paths = Object.keys(fields).filter((path) => path !== '.');
    if (paths.length === 0)
        return (0,node_util__WEBPACK_IMPORTED_MODULE_0__.isDeepStrictEqual)(wanted, live);
    if (!isRecord(wanted) || !isRecord(live))
        return false;
    return (paths.length === Object.keys(wanted).length &&
        paths.every((path) => {
            const name = path.slice(2);
            const below = fields[path];
            if (!path.startsWith('f:') || !below || !Object.hasOwn(wanted, name))
                return false;
            return isCovered(below, wanted[name], live[name]);
        }));
}
/** An object without the fields of a set that are not in what is wanted; list members are left alone. */
function withoutUnstated(value, fields, wanted) {
    if (!isRecord(value))
        return value;
    const kept = Object.entries(value).flatMap(([name, own]) => {
        const below = fields[`f:${name}`];
        if (!below)
            return [[name, own]];
        const stated = isRecord(wanted) && Object.hasOwn(wanted, name) ? wanted[name] : undefined;
        if (stated === undefined && Object.keys(below).length === 0)
            return [];
        const rest = withoutUnstated(own, below, stated);
        const isEmptied = isRecord(rest) && Object.keys(rest).length === 0;
        return isEmptied && stated === undefined ? [] : [[name, rest]];
    });
    return Object.fromEntries(kept);
}
function isRecord(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}


/***/ }),

/***/ 6127:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   y: () => (/* binding */ runIdentity)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8161);


function runIdentity(env, now = new Date()) {
    const time = now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
    const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: id } = env;
    const attempt = env['GITHUB_RUN_ATTEMPT'];
    const by = server && repository && id
        ? `${server}/${repository}/actions/runs/${id}${attempt ? `/attempts/${attempt}` : ''}`
        : personHere();
    return { run: `${time}-${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomBytes)(3).toString('hex')}`, by };
}
function personHere() {
    try {
        return `${(0,node_os__WEBPACK_IMPORTED_MODULE_1__.userInfo)().username}@${(0,node_os__WEBPACK_IMPORTED_MODULE_1__.hostname)()}`;
    }
    catch {
        // A container may run as a user that nobody has named.
        return (0,node_os__WEBPACK_IMPORTED_MODULE_1__.hostname)();
    }
}


/***/ }),

/***/ 172:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   bp: () => (/* binding */ writeRun),
/* harmony export */   cI: () => (/* binding */ readRun),
/* harmony export */   cV: () => (/* binding */ rememberedRun),
/* harmony export */   jM: () => (/* binding */ isRunRecord),
/* harmony export */   nR: () => (/* binding */ markRun)
/* harmony export */ });
/* harmony import */ var _cluster_cluster_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2293);
/* harmony import */ var _cluster_record_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4727);
/* harmony import */ var _field_set_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9764);



async function writeRun(cluster, environment, record, fieldManager) {
    const { run, by, startedAt } = record;
    const header = { phase: 'applying', run, by, startedAt };
    await (0,_cluster_record_js__WEBPACK_IMPORTED_MODULE_1__/* .writeRecord */ .rh)(cluster, keyOf(environment, fieldManager), { header, body: record });
}
async function markRun(cluster, environment, { run, by, startedAt }, phase, fieldManager) {
    const now = await rememberedRun(cluster, environment);
    if (now?.run !== run) {
        throw new _cluster_cluster_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ClusterError */ .b('changed', `cluster ${cluster.name}: the run ${now?.run ?? 'of nobody'} has taken the place of ${run}`);
    }
    const header = { phase, run, by, startedAt, endedAt: new Date().toISOString() };
    await (0,_cluster_record_js__WEBPACK_IMPORTED_MODULE_1__/* .updateRecordHeader */ .Mb)(cluster, keyOf(environment, fieldManager), header);
}
/** Undefined: no run has written there yet. */
async function rememberedRun(cluster, environment) {
    const header = await (0,_cluster_record_js__WEBPACK_IMPORTED_MODULE_1__/* .readRecordHeader */ .hg)(cluster, keyOf(environment, ''));
    if (!header)
        return undefined;
    const { phase = '', run = '', by = '', startedAt = '' } = header;
    const known = [
        'applying',
        'applied',
        'rolling-back',
        'rolled-back',
    ];
    // What we cannot read might be unfinished.
    return { phase: known.includes(phase) ? phase : 'applying', run, by, startedAt };
}
/** @throws ClusterError if it is damaged */
async function readRun(cluster, environment) {
    const record = await (0,_cluster_record_js__WEBPACK_IMPORTED_MODULE_1__/* .readRecord */ .aE)(cluster, keyOf(environment, ''));
    if (!record)
        return undefined;
    if (isRunRecord(record.body))
        return record.body;
    throw new _cluster_cluster_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ClusterError */ .b('unexpected', `cluster ${cluster.name}: the record of the last run is of another version of mesh-failover`);
}
function isRunRecord(value) {
    return ((0,_field_set_js__WEBPACK_IMPORTED_MODULE_2__/* .isRecord */ .u4)(value) &&
        value['version'] === 1 &&
        typeof value['run'] === 'string' &&
        typeof value['cluster'] === 'string' &&
        Array.isArray(value['objects']) &&
        value['objects'].every((each) => (0,_field_set_js__WEBPACK_IMPORTED_MODULE_2__/* .isRecord */ .u4)(each) &&
            (0,_field_set_js__WEBPACK_IMPORTED_MODULE_2__/* .isRecord */ .u4)(each['key']) &&
            typeof each['key']['name'] === 'string' &&
            typeof each['key']['kind'] === 'string' &&
            typeof each['key']['apiVersion'] === 'string' &&
            (each['before'] === null || (0,_field_set_js__WEBPACK_IMPORTED_MODULE_2__/* .isRecord */ .u4)(each['before']))));
}
function keyOf({ namespace, name }, fieldManager) {
    return { namespace, name: `mesh-failover-${name}-run`, fieldManager };
}


/***/ }),

/***/ 9935:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Jq: () => (/* binding */ writeState),
/* harmony export */   aF: () => (/* binding */ removeState),
/* harmony export */   fy: () => (/* binding */ defaultStateFolder),
/* harmony export */   un: () => (/* binding */ readState)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1455);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8161);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6760);
/* harmony import */ var _manifest_errors_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(1400);
/* harmony import */ var _field_set_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9764);
/* harmony import */ var _run_record_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(172);






const maxBytes = 1024 * 1024 * 1024;
/** Where state is kept unless said otherwise: in a workflow, where the job's other files are. */
function defaultStateFolder(env) {
    if (env['RUNNER_TEMP'])
        return (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(env['RUNNER_TEMP'], 'mesh-failover');
    if (env['XDG_STATE_HOME'])
        return (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(env['XDG_STATE_HOME'], 'mesh-failover');
    const home = env['HOME'] ?? (0,node_os__WEBPACK_IMPORTED_MODULE_1__.homedir)();
    return home ? (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(home, '.local', 'state', 'mesh-failover') : (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)((0,node_os__WEBPACK_IMPORTED_MODULE_1__.tmpdir)(), 'mesh-failover');
}
/** Writes the file, readable for its owner alone, and gives its path. */
async function writeState(folder, run, clusters) {
    const file = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(folder, `${run}.json`);
    const state = { kind: 'mesh-failover-state', version: 1, run, clusters };
    try {
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.mkdir)(folder, { recursive: true, mode: 0o700 });
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.writeFile)(file, JSON.stringify(state), { mode: 0o600, flag: 'wx' });
    }
    catch (error) {
        const { message } = error;
        throw new _manifest_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .UserError */ .y(`the state before the deployment cannot be kept in ${folder}: ${message}. Name another folder with --state-dir`);
    }
    return file;
}
/** What is restored, or was never needed, is not kept. */
async function removeState(file) {
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rm)(file, { force: true }).catch(() => undefined);
}
/** @throws UserError for what is no such file */
async function readState(path, name) {
    const text = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)(path, 'utf8').catch((error) => {
        throw new _manifest_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .UserError */ .y(`${name} cannot be read: ${error.message}`);
    });
    if (text.length > maxBytes)
        throw new _manifest_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .UserError */ .y(`${name} is too large to be a state file`);
    let value;
    try {
        value = JSON.parse(text);
    }
    catch {
        // Said below.
    }
    const clusters = (0,_field_set_js__WEBPACK_IMPORTED_MODULE_3__/* .isRecord */ .u4)(value) ? value['clusters'] : undefined;
    if ((0,_field_set_js__WEBPACK_IMPORTED_MODULE_3__/* .isRecord */ .u4)(value) &&
        value['kind'] === 'mesh-failover-state' &&
        Array.isArray(clusters) &&
        clusters.every(_run_record_js__WEBPACK_IMPORTED_MODULE_4__/* .isRunRecord */ .jM)) {
        return clusters;
    }
    throw new _manifest_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .UserError */ .y(`${name} is no state file of mesh-failover apply`);
}


/***/ }),

/***/ 2203:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   y: () => (/* binding */ writeFixed)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3024);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6760);
/* harmony import */ var _manifest_errors_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(1400);
/* harmony import */ var _manifest_read_file_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9570);





const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
/**
 * Writes a fixed file, with the byte order mark that it had. Never through a symbolic link.
 *
 * @throws UserError where the file cannot be written, or is no longer what was fixed.
 */
async function writeFixed(cwd, { file, before, after }) {
    try {
        const handle = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.open)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(cwd, file), node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_RDWR | node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_NOFOLLOW);
        try {
            const bytes = await handle.readFile();
            const read = (0,_manifest_read_file_js__WEBPACK_IMPORTED_MODULE_3__/* .decodeText */ .g7)(bytes);
            if (!('text' in read) || read.text !== before) {
                throw new _manifest_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .UserError */ .y(`${file}: was changed meanwhile, so it is not fixed; run again`);
            }
            const hasMark = BYTE_ORDER_MARK.every((byte, index) => bytes[index] === byte);
            const text = Buffer.from(after);
            const all = hasMark ? Buffer.concat([Buffer.from(BYTE_ORDER_MARK), text]) : text;
            await handle.truncate(0);
            await handle.write(all, 0, all.length, 0);
        }
        finally {
            await handle.close();
        }
    }
    catch (error) {
        if (error instanceof _manifest_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .UserError */ .y)
            throw error;
        const { code } = error;
        throw new _manifest_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .UserError */ .y(`${file}: cannot be written (${code ?? 'unknown error'})`);
    }
}


/***/ })

};
