import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { ExposureContext, Strategy } from './strategy';
import { AccessFrom, AccessPoint } from '../access/access-point';
import { Kubectl } from '../access/kubectl';
import { Requirement, RequirementKind } from '../access/requirement';
import { clusterIpPoints, PROXY_PORT } from '../access/service-access';
import { shown } from '../kubernetes/names';
import { DoorPort } from '../workload/door-port';

/** The schemes that the API server's proxy speaks to a Service (CI-7). */
const PROXY_SCHEMES = ['http', 'https'];
const KUBECTL_PROXY = `http://127.0.0.1:${PROXY_PORT}`;
/** The verbs of the proxy, by HTTP method: GET and HEAD, POST, PUT, PATCH, DELETE (CI-12). */
const PROXY_VERBS = ['get', 'create', 'update', 'patch', 'delete'];

const DROPPED = 'the API server drops Authorization headers (CI-10)';

/** Design §3, CLUSTER_IP: reached through the API server, and from inside. */
export const clusterIp: Strategy = {
  check({ options, findings }) {
    const verbs = options.clusterIp?.proxyRole?.verbs;
    for (const verb of verbs ?? []) {
      if (!PROXY_VERBS.includes(verb)) {
        findings.report('CI-12', `clusterIp.proxyRole.verbs has ${shown(verb)}; choose from ${PROXY_VERBS.join(', ')}`);
      }
    }
    if (verbs?.length === 0) {
      findings.report('CI-12', `clusterIp.proxyRole.verbs is an empty list, which allows nothing; choose from ${PROXY_VERBS.join(', ')}, or leave it out`);
    }
  },

  fit({ options, exposed, findings }) {
    if (options.clusterIp?.proxyRole && proxied(exposed).length === 0) {
      findings.report('CI-7', `clusterIp.proxyRole is asked for, and no exposed port speaks HTTP, which is all that the API server's proxy speaks; leave it out, the ports ${exposed.map(({ name }) => name).join(', ')} are reached by kubectl port-forward`);
    }
  },

  serviceSpec: () => ({ type: kplus.ServiceType.CLUSTER_IP }),

  open(context, service) {
    return { proxyRole: context.options.clusterIp?.proxyRole && makeProxyRole(context, service, context.options.clusterIp.proxyRole.verbs ?? ['get']) };
  },

  accessPoints(context, { service }) {
    const kubectl = new Kubectl(context.namespace);
    return [
      ...clusterIpPoints(context, service),
      ...proxied(context.exposed).map(port => new AccessPoint({
        from: AccessFrom.WORKSTATION,
        port: port.name,
        // CI-2: the port's name is part of it; CI-5: so is the slash at the end; CI-6, U-7: today's form
        url: `${KUBECTL_PROXY}/api/v1/namespaces/${kubectl.namespace}/services/${proxyId(service, port)}/proxy/`,
        placeholders: kubectl.placeholders,
        tunnel: `kubectl proxy --port=${PROXY_PORT}`,
        note: DROPPED,
      })),
      ...context.cluster.apiServerUrl === undefined ? [] : proxied(context.exposed).map(port =>
        directPoint(context.cluster.apiServerUrl!, `/api/v1/namespaces/${kubectl.namespace}/services/${proxyId(service, port)}/proxy/`, port, kubectl)),
    ];
  },

  requirements({ exposed, namespace }, { service }): Requirement[] {
    return proxied(exposed).length === 0 ? [] : [
      { kind: RequirementKind.CAPABILITY, description: 'for the proxy: the API server reaches the pod network, and NetworkPolicies let it in' },
      { kind: RequirementKind.CAPABILITY, description: 'for the proxy: the right to services/proxy on this Service, such as by clusterIp.proxyRole', check: new Kubectl(namespace).run('auth can-i get', `services/${proxyId(service, proxied(exposed)[0])} --subresource=proxy`) },
    ];
  },
};

/** The proxy without `kubectl proxy`: kubectl brings the credentials along, which a browser has not. */
function directPoint(apiServerUrl: string, path: string, port: DoorPort, kubectl: Kubectl): AccessPoint {
  const server = apiServerUrl.replace(/\/+$/, '');
  return new AccessPoint({
    from: AccessFrom.WORKSTATION,
    port: port.name,
    url: `${server}${path}`,
    placeholders: kubectl.placeholders,
    request: `kubectl get --server='${server}' --raw '${new URL(server).pathname.replace(/\/$/, '')}${path}'`, // the path of the server is not put before it
    note: `needs credentials for the API server; ${DROPPED}`,
  });
}

/** The ports that the API server's proxy reaches. */
export function proxied(ports: readonly DoorPort[]): DoorPort[] {
  return ports.filter(({ application }) => PROXY_SCHEMES.includes(application.scheme));
}

/** `scheme:name:port name`, the form that is never ambiguous (CI-1, CI-3). */
function proxyId(service: kplus.Service, port: DoorPort): string {
  return `${port.application.scheme}:${service.name}:${port.name}`;
}

/** CI-12: `resourceNames` are compared as a whole, so each spelling of an allowed address is listed. */
function makeProxyRole({ scope, name, namespace, labels, exposed }: ExposureContext, service: kplus.Service, verbs: string[]): ApiObject {
  return new kplus.k8s.KubeRole(scope, 'ProxyRole', {
    metadata: { name: `${name}-proxy`, namespace, labels },
    rules: [{
      apiGroups: [''],
      resources: ['services/proxy'],
      resourceNames: proxied(exposed).flatMap(port => [
        proxyId(service, port),
        ...port.application.scheme === 'http' ? [`${service.name}:${port.name}`] : [],
      ]),
      verbs,
    }],
  });
}
