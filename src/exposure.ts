import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { AccessPoint } from './access/access-point';
import { Requirement } from './access/requirement';
import { AppPort } from './app-port';
import { checkDoorId, FurtherDoor, openFurtherDoor } from './doors/further-door';
import { FurtherDoorOptions } from './doors/further-door-options';
import { accessPointsOf, OpenDoor, requirementsOf } from './doors/open-door';
import { ExposureOptions } from './exposure-options';
import { judgeExposure } from './exposure-rules';
import { ExposureStrategy } from './exposure-strategy';
import { makeNetworkPolicy } from './network-policy/network-policy';
import { makeService } from './service/app-service';
import { externalName, needsExternalService } from './service/external-service';
import { STRATEGIES } from './strategies';
import { allOrNothing, leaveNotes } from './synth-notes';
import { openHostPorts } from './workload/host-ports';

/** An exposure of a workload that was made with cdk8s-plus. */
export interface ExposureProps extends ExposureOptions {
  /**
   * A Deployment, StatefulSet or DaemonSet. The host modes set its host ports, host network, DNS policy and update strategy by
   * patches, so its containers and ports must be there already; nothing else of it is changed.
   */
  readonly workload: kplus.Workload;

  /**
   * The ports, each of which a container of the workload declares by number.
   *
   * @default - every port that the containers declare, all exposed; a port without a name is called `tcp-<number>` or the like
   */
  readonly ports?: AppPort[];

  /**
   * The name of the Service and of the objects of the door: a DNS label that begins with a letter, at most 63 characters (S-1).
   *
   * @default - the name of the workload
   */
  readonly name?: string;

  /**
   * Labels of the objects that are made.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };
}

/**
 * The door to an app: the Service, whatever the strategy needs beside it, the URLs that reach it, and what it needs from outside.
 *
 * @example
 * const deployment = new kplus.Deployment(chart, 'deployment', {
 *   containers: [{ image: 'influxdb:1.8', ports: [{ name: 'http', number: 8086 }] }],
 * });
 * new Exposure(chart, 'door', { workload: deployment, strategy: ExposureStrategy.LOAD_BALANCER });
 */
export class Exposure extends Construct {
  /** The door. */
  public readonly strategy: ExposureStrategy;

  /** What the door leads to. */
  public readonly workload: kplus.Workload;

  /** The Service that gives the app its address inside the cluster. Its name, selector and ports are the same in every strategy. */
  public readonly service: kplus.Service;

  /**
   * The Service that the door goes through, where that is another: in NODE_PORT and LOAD_BALANCER a Service opens all its ports, so
   * an app with ports that are not exposed, or that have another number at the load balancer, gets a second one, and each further
   * door has one of its own.
   */
  public readonly externalService?: kplus.Service;

  /** The Ingress of INGRESS. */
  public readonly ingress?: kplus.Ingress;

  /** The main route of GATEWAY: the first HTTPRoute, or the route of the first port. */
  public readonly route?: ApiObject;

  /** Every route of GATEWAY, the main one first. */
  public readonly routes: ApiObject[];

  /** The own Gateway of GATEWAY, where one is made. */
  public readonly gateway?: ApiObject;

  /** The Role of CLUSTER_IP that allows the API server's proxy, where one is made. */
  public readonly proxyRole?: ApiObject;

  /** The NetworkPolicy of the app's pods, where one is asked for. */
  public readonly networkPolicy?: ApiObject;

  private readonly opened: OpenDoor;
  /** Every door of the app, the first one first: one list, which all of them have. */
  private readonly doors: Exposure[];

  /**
   * Exposes a workload.
   *
   * @throws when a rule of severity ERR or STRICT is broken: with the construct path, the ids of the rules, the bad values and what
   * would be right. Nothing stays in the construct tree then.
   */
  public constructor(scope: Construct, id: string, props: ExposureProps) {
    super(scope, id);
    const further = props instanceof FurtherDoor ? props : undefined;
    this.opened = allOrNothing(this, () => further ? openFurtherDoor(this, further) : openFirstDoor(this, props));
    this.doors = further ? further.first.doors : [];
    this.doors.push(this);
    const { context, door } = this.opened;
    this.strategy = context.options.strategy;
    this.workload = context.workload;
    this.service = door.service;
    this.externalService = door.doorService === door.service ? undefined : door.doorService;
    this.ingress = door.objects.ingress;
    this.routes = door.objects.routes ?? [];
    this.route = this.routes[0];
    this.gateway = door.objects.gateway;
    this.proxyRole = door.objects.proxyRole;
    this.networkPolicy = door.networkPolicy;
    leaveNotes(this, context.findings);
  }

  /**
   * Opens a further door to the same workload and the same Service, such as an Ingress beside a Gateway while one takes over from
   * the other, or a public load balancer beside an internal one. Its objects are called by the name of the app, a hyphen and the id.
   *
   * A door that is a Service, as in NODE_PORT and LOAD_BALANCER, is one of its own, with the exposed ports alone. Every other goes
   * through the Service of the app, which keeps its name, selector and ports.
   *
   * @param id What the door is called: a DNS label, and a part of the names of objects, so another one later makes other objects.
   * @param options The door, and its own reasons for what it is allowed; nothing is taken from the first one.
   * @throws when a rule of severity ERR or STRICT is broken. Nothing of the door stays then, and what was there is untouched.
   */
  public alsoBy(id: string, options: FurtherDoorOptions): Exposure {
    const [first] = this.doors;
    const scope = first.node.id === 'Default' ? first.node.scope! : first;
    checkDoorId(scope, id);
    return new Exposure(scope, id, new FurtherDoor(first, this.doors.map(({ opened }) => opened), options));
  }

  /** Every door of the app, the first one first. */
  public get exposures(): Exposure[] {
    return [...this.doors];
  }

  /**
   * How the app is reached: inside the cluster, from a node, from outside, and from a workstation. A further door has the ways that it
   * adds to those of the doors before it.
   */
  public get accessPoints(): AccessPoint[] {
    return accessPointsOf(this.doors.map(({ opened }) => opened), this.doors.indexOf(this));
  }

  /** What the door needs from outside the app. A further door has what it needs beyond the doors before it. */
  public get requirements(): Requirement[] {
    return requirementsOf(this.doors.map(({ opened }) => opened), this.doors.indexOf(this));
  }
}

/** Makes the Service, and the objects of the door. */
function openFirstDoor(scope: Construct, props: ExposureProps): OpenDoor {
  const context = judgeExposure(scope, props);
  const { name, ports, exposed } = context;
  const strategy = STRATEGIES[context.options.strategy];
  const spec = strategy.serviceSpec(context);
  const own = needsExternalService(context, spec);
  const service = makeService(context, 'Service', name, ports, own ? { type: kplus.ServiceType.CLUSTER_IP } : spec);
  const doorService = own ? makeService(context, 'ExternalService', externalName(name), exposed, spec) : service;
  const objects = strategy.open?.(context, doorService) ?? {};
  const hostPorts = strategy.hostPorts?.(context);
  if (hostPorts) {
    openHostPorts(context.workload, hostPorts);
  }
  return { context, door: { service, doorService, objects, networkPolicy: makeNetworkPolicy(context) } };
}
