import { checkPortNumbers } from './port-map';
import { ExposureContext } from './strategy';
import { inRange, portNumber, staticBand } from '../kubernetes/ports';
import { kubernetesHas } from '../kubernetes/versions';
import { DoorPort } from '../workload/door-port';

/**
 * NP-1, NP-2, NP-4, S-8: node ports that are asked for by number.
 *
 * @param numberOf The number that the Service of the door offers a port under.
 */
export function checkNodePorts(
  { findings, cluster, ports }: ExposureContext, option: string, map: { [portName: string]: number } | undefined,
  numberOf: (port: DoorPort) => number = port => port.servicePort,
): void {
  checkPortNumbers(findings, 'NP-1', option, map, ports);
  const { _nodePorts: range } = cluster;
  const hasBand = cluster.kubernetesMinor === undefined || kubernetesHas(cluster.kubernetesMinor, 'nodePortStaticBand');
  const band = hasBand ? staticBand(range) : undefined;
  const numbers = Object.entries(map ?? {}).filter(([, number]) => portNumber(number) === undefined);
  for (const [index, [name, number]] of numbers.entries()) {
    if (!inRange(number, range)) {
      findings.report('NP-1', `${option}.${name} ${number} is outside the cluster's node port range ${range.from}-${range.to}; leave it out or choose one inside`);
    } else if (band && !inRange(number, band)) {
      findings.report('NP-2', `${option}.${name} ${number} is among the numbers that the cluster gives out by itself, so another Service may have it already; choose one from ${band.from} to ${band.to}`);
    }
    const port = ports.find(candidate => candidate.name === name);
    const twins = numbers.slice(0, index).filter(([, other]) => other === number).map(([other]) => ports.find(candidate => candidate.name === other));
    for (const twin of twins) {
      if (port && twin && twin.protocol === port.protocol) {
        findings.report('S-8', `${option} gives ${number}/${port.protocol} to both ${twin.name} and ${name}; give them different numbers`);
      } else if (port && twin && numberOf(twin) !== numberOf(port)) {
        findings.report('NP-4', `${option} gives ${number} to both ${twin.name} and ${name}, which may share a node port only if they share the Service port; give them different numbers`);
      }
    }
  }
}

/** NP-5: TCP and UDP on one Service port get one node port when they are made together, and two when one is added later. */
export function checkSharedNodePort({ findings, exposed }: ExposureContext, map: { [portName: string]: number } = {}): void {
  for (const port of exposed) {
    const twin = exposed.find(other => other !== port && other.servicePort === port.servicePort && exposed.indexOf(other) < exposed.indexOf(port));
    if (twin && (map[port.name] === undefined || map[twin.name] === undefined)) {
      findings.report('NP-5', `ports ${twin.name} and ${port.name} share the Service port ${port.servicePort}; the cluster gives them one node port if they are made together and two if one is added later; give both a number`);
    }
  }
}
