import { checkPortNumbers } from './port-map';
import { ExposureContext } from './strategy';
import { DoorPort } from '../workload/door-port';

/** The port of the load balancer for a port of the app. */
export function loadBalancerPort({ options }: ExposureContext, port: DoorPort): number {
  return options.loadBalancer?.ports?.[port.name] ?? port.servicePort;
}

/** S-7 at the door. */
export function checkLoadBalancerPorts(context: ExposureContext): void {
  const { options, exposed, findings, ports } = context;
  checkPortNumbers(findings, 'E-2', 'loadBalancer.ports', options.loadBalancer?.ports, ports);
  for (const [index, port] of exposed.entries()) {
    const number = loadBalancerPort(context, port);
    const twin = exposed.slice(0, index).find(other => other.protocol === port.protocol && loadBalancerPort(context, other) === number);
    if (twin) {
      findings.report('S-7', `ports ${twin.name} and ${port.name} both want ${number}/${port.protocol} of the load balancer; give them different numbers in loadBalancer.ports`);
    }
  }
}
