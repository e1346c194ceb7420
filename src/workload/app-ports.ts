import { Protocol } from 'cdk8s-plus-27';
import { AppPort } from '../app-port';
import { applicationOf } from '../kubernetes/application';
import { dnsLabel, qualifiedName, shown } from '../kubernetes/names';
import { portName, portNumber } from '../kubernetes/ports';
import { Findings } from '../rules/findings';
import { anything, flag, oneOf, struct, text } from '../shape';
import { DoorPort } from './door-port';

export const appPortShape = struct<AppPort>({
  name: anything,
  port: anything,
  servicePort: anything,
  protocol: oneOf(Protocol).optional(),
  appProtocol: text.optional(),
  exposed: flag.optional(),
  container: text.optional(),
});

/**
 * S-3, S-5…S-7, W-1, E-11: what is wrong in the ports of an app by themselves.
 *
 * @returns whether their names and numbers are such, and can be compared with others.
 */
export function checkPorts(ports: readonly AppPort[], findings: Findings): boolean {
  if (ports.length === 0) {
    findings.report('S-5', 'ports is an empty list; give at least one port, such as { name: \'http\', port: 8086 }');
    return false;
  }
  let isSound = true;
  const names = new Map<string, number>();
  const numbers = new Map<string, string>();
  for (const [index, port] of ports.entries()) {
    const at = `ports.${index}`;
    const isWrong = [
      findings.reportIf('W-1', `${at}.name`, portName(port.name)),
      findings.reportIf('E-2', `${at}.port`, portNumber(port.port)),
      port.servicePort !== undefined && findings.reportIf('E-2', `${at}.servicePort`, portNumber(port.servicePort)),
    ].includes(true);
    if (port.appProtocol !== undefined) {
      findings.reportIf('E-2', `${at}.appProtocol`, qualifiedName(port.appProtocol));
    }
    if (port.container !== undefined) {
      findings.reportIf('E-2', `${at}.container`, dnsLabel(port.container));
    }
    if (isWrong) {
      isSound = false;
      continue;
    }
    if (names.has(port.name)) {
      findings.report('S-6', `ports.${names.get(port.name)} and ${at} are both named ${shown(port.name)}; give each a name of its own`);
    }
    names.set(port.name, index);
    const offered = `${port.servicePort ?? port.port}/${port.protocol ?? Protocol.TCP}`;
    if (numbers.has(offered)) {
      findings.report('S-7', `ports ${numbers.get(offered)} and ${port.name} both offer ${offered} at the Service; give one of them another servicePort`);
    }
    numbers.set(offered, port.name);
  }
  if (ports.every(({ exposed }) => exposed === false)) {
    findings.report('E-11', 'every port has exposed: false, so there is nothing to expose; expose at least one, or use a plain workload');
  }
  return isSound;
}

/** S-19: what client-side apply makes of TCP and UDP on one number. */
export function checkTwins(ports: readonly DoorPort[], findings: Findings): void {
  for (const [index, port] of ports.entries()) {
    const twin = ports.slice(0, index).find(other => other.servicePort === port.servicePort);
    if (twin) {
      findings.report('S-19', `ports ${twin.name} and ${port.name} share the number ${port.servicePort}, and client-side kubectl apply loses one of them on an update; apply with --server-side`);
    }
  }
}

/** Ports with everything decided. */
export function doorPorts(ports: readonly AppPort[], containerOf: (port: AppPort) => string): DoorPort[] {
  return ports.map(port => {
    const protocol = port.protocol ?? Protocol.TCP;
    return {
      name: port.name,
      port: port.port,
      servicePort: port.servicePort ?? port.port,
      protocol,
      appProtocol: port.appProtocol,
      application: applicationOf({ ...port, protocol }),
      exposed: port.exposed ?? true,
      keptInBy: 'exposed: false',
      container: port.container ?? containerOf(port),
    };
  });
}
