import { ServiceType } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { checkBeside, checkNames } from './door-rules';
import { FurtherDoorOptions, furtherDoorShape } from './further-door-options';
import { OpenDoor, strategyOf } from './open-door';
import type { Exposure, ExposureProps } from '../exposure';
import { judgeDoor, judgePodNetwork } from '../exposure-rules';
import { dnsLabel, shown } from '../kubernetes/names';
import { makeNetworkPolicy } from '../network-policy/network-policy';
import { completed } from '../platform/completed';
import { Findings, reasonsOf } from '../rules/findings';
import { REFUSED } from '../rules/refused';
import { makeService } from '../service/app-service';
import { checkDerivedName } from '../service/service-name';
import { hasShape } from '../shape';
import { ExposureContext } from '../strategies/strategy';
import { userPath } from '../synth-notes';
import { DoorPort } from '../workload/door-port';
import { openHostPorts } from '../workload/host-ports';

/** What an Exposure is made from that is not the first of its app. */
export class FurtherDoor implements ExposureProps {
  public constructor(
    public readonly first: Exposure,
    /** The doors that there are, the first one first. */
    public readonly before: readonly OpenDoor[],
    public readonly options: FurtherDoorOptions,
  ) {
  }

  public get strategy() {
    return this.options.strategy;
  }

  public get workload() {
    return this.before[0].context.workload;
  }
}

/** E-21: whether a further door can have an id, which becomes a part of names. */
export function checkDoorId(scope: Construct, id: string): void {
  const findings = new Findings(userPath(scope));
  if (!findings.reportIf('E-21', 'id', dnsLabel(id)) && scope.node.tryFindChild(id)) {
    findings.report('E-21', `id ${shown(id)} is that of another construct in ${userPath(scope)}; choose another`);
  }
  findings.throwIfBroken();
}

/** Opens a door to the workload and the Service that are there. Nothing of them is changed before all else is done. */
export function openFurtherDoor(scope: Construct, { before, options }: FurtherDoor): OpenDoor {
  const context = judge(scope, before, options);
  const strategy = strategyOf(context);
  const { service } = before[0].door;
  const spec = strategy.serviceSpec(context);
  const doorService = spec.type === ServiceType.CLUSTER_IP ? service : makeService(context, 'Service', context.name, context.exposed, spec);
  const objects = strategy.open?.(context, doorService) ?? {};
  const networkPolicy = makeNetworkPolicy(context);
  checkNames(context);
  context.findings.throwIfBroken();

  const hostPorts = strategy.hostPorts?.(context);
  if (hostPorts) {
    openHostPorts(context.workload, hostPorts);
  }
  if (doorService === service) {
    Object.entries(spec.annotations ?? {}).forEach(([key, value]) => service.metadata.addAnnotation(key, value));
  }
  return { context, door: { service, doorService, objects, networkPolicy } };
}

/** Looks at everything before the first object is made; what is the app's was looked at with its first door. */
function judge(scope: Construct, before: readonly OpenDoor[], options: FurtherDoorOptions): ExposureContext {
  const findings = new Findings(userPath(scope), reasonsOf(options));
  hasShape(findings, furtherDoorShape, options, REFUSED);
  findings.throwIfBroken();
  const { context: first, door: { service } } = before[0];
  const name = `${first.name}-${scope.node.id}`;
  checkDerivedName(name, first.name, findings);
  checkPortNames(findings, options.ports, first.ports);
  findings.throwIfBroken();

  const ports = options.ports ? first.ports.map(port => portOf(port, options.ports!)) : first.ports;
  const exposed = ports.filter(port => port.exposed);
  const context: ExposureContext = {
    ...first,
    scope,
    name,
    findings,
    ports,
    exposed,
    stated: options,
    options: completed(options, first.cluster, exposed),
    before: before.map(door => door.context),
  };
  if (strategyOf(context).onHostNetwork) {
    judgePodNetwork(context, true);
  }
  judgeDoor(context, first.workload._toPodSpec());
  checkBeside(context, before, service);
  findings.throwIfBroken();
  return context;
}

/** A port of the app as this door knows it. */
function portOf(port: DoorPort, names: readonly string[]): DoorPort {
  return { ...port, exposed: names.includes(port.name), keptInBy: 'no place in ports' };
}

/** E-2, E-11: the ports of the door are ports of the app. */
function checkPortNames(findings: Findings, names: readonly string[] | undefined, ports: readonly DoorPort[]): void {
  const known = ports.map(({ name }) => name);
  if (names?.length === 0) {
    findings.report('E-11', `ports is an empty list, so there is nothing to expose; choose from ${known.join(', ')}, or leave it out`);
  }
  for (const name of names ?? []) {
    if (!known.includes(name)) {
      findings.report('E-2', `ports names the port ${shown(name)}, which the app does not have; its ports are ${known.join(', ')}`);
    }
  }
}
