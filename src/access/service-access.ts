import * as kplus from 'cdk8s-plus-27';
import { AccessFrom, AccessPoint } from './access-point';
import { Kubectl } from './kubectl';
import { url } from './url';
import { ExposureContext } from '../strategies/strategy';
import { DoorPort } from '../workload/door-port';
import { isTcp } from '../workload/listening';

/** The address inside the cluster, of every port: the same in every mode (design, invariant 1). */
export function insidePoints(doors: readonly ExposureContext[], service: kplus.Service): AccessPoint[] {
  const [{ ports, namespace, cluster }] = doors;
  const exposed = exposedBy(doors);
  const kubectl = new Kubectl(namespace);
  const domain = cluster.clusterDomain === undefined ? '' : `.${cluster.clusterDomain}`;
  const allowed = doors.flatMap(({ findings }) => findings.accepted).find(({ rule }) => rule === 'E-1')?.reason; // then it is the process that keeps the port in
  return ports.map(port => new AccessPoint({
    from: AccessFrom.INSIDE,
    port: port.name,
    url: url(port.application.scheme, `${service.name}.${kubectl.namespace}.svc${domain}`, port.servicePort),
    placeholders: kubectl.placeholders,
    note: exposed.includes(port) ? undefined : `not exposed: ${allowed ?? 'inside the cluster only'}`,
  }));
}

/** The ports that at least one of the doors of an app leads to. */
function exposedBy(doors: readonly ExposureContext[]): DoorPort[] {
  return doors[0].ports.filter(({ name }) => doors.some(({ exposed }) => exposed.some(port => port.name === name)));
}

/** The address of the Service itself, which every node knows. */
export function clusterIpPoints({ exposed, namespace }: ExposureContext, service: kplus.Service): AccessPoint[] {
  const kubectl = new Kubectl(namespace);
  return exposed.map(port => new AccessPoint({
    from: AccessFrom.NODE,
    port: port.name,
    url: url(port.application.scheme, '<CLUSTER_IP>', port.servicePort),
    placeholders: [{
      name: 'CLUSTER_IP',
      description: 'the address of the Service',
      command: kubectl.get(`service ${service.name}`, '{.spec.clusterIP}'),
    }],
  }));
}

/** What `kubectl proxy` listens on by itself. */
export const PROXY_PORT = 8001;

/** `kubectl port-forward`, which reaches TCP ports in every mode and no others (CI-7). */
export function portForwardPoints(doors: readonly ExposureContext[], service: kplus.Service): AccessPoint[] {
  const kubectl = new Kubectl(doors[0].namespace);
  const taken = new Set([PROXY_PORT]);
  return exposedBy(doors).filter(isTcp).map(port => {
    const local = localPort(port, taken);
    taken.add(local);
    return new AccessPoint({
      from: AccessFrom.WORKSTATION,
      port: port.name,
      url: url(port.application.scheme, 'localhost', local),
      tunnel: kubectl.run('port-forward', `service/${service.name} ${local}:${port.servicePort}`),
    });
  });
}

/** A port of the workstation that needs no root, and that no other tunnel of the app has: 80 becomes 8080, 443 becomes 8443. */
function localPort({ servicePort }: DoorPort, taken: ReadonlySet<number>): number {
  let port = servicePort < 1024 ? 8000 + servicePort : servicePort;
  while (taken.has(port)) {
    port = port < 65535 ? port + 1 : 1024;
  }
  return port;
}
