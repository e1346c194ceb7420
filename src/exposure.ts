import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { AccessPoint } from './access/access-point';
import { podRequirements } from './access/pod-requirements';
import { Requirement } from './access/requirement';
import { insidePoints, portForwardPoints } from './access/service-access';
import { AppPort } from './app-spec';
import { exposureFields, ExposureOptions } from './exposure-options';
import { ExposureStrategy } from './exposure-strategy';
import { checkHttp } from './http/http-rules';
import { ClusterProfile } from './platform/cluster-profile';
import { Findings, reasonsOf } from './rules/findings';
import { REFUSED } from './rules/refused';
import { makeService } from './service/app-service';
import { checkServiceName } from './service/service-name';
import { checkService } from './service/service-rules';
import { anything, hasShape, instance, listOf, struct, textMap } from './shape';
import { STRATEGIES } from './strategies';
import { Door, DoorServiceSpec, ExposureContext } from './strategies/strategy';
import { allOrNothing, leaveNotes, userPath } from './synth-notes';
import { appPortShape, checkPorts, checkTwins, doorPorts } from './workload/app-ports';
import { checkNamesAcrossPod, checkOneContainer, checkPodSharesOneNetwork, checkPrivilegedPorts, checkProbeHosts } from './workload/container-rules';
import { openHostPorts } from './workload/host-ports';
import { isPort, protocolOf } from './workload/listening';
import { checkLabels } from './workload/metadata-rules';

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

const exposureShape = struct<ExposureProps>({
  ...exposureFields,
  workload: instance<kplus.Workload>('a Deployment, StatefulSet or DaemonSet of cdk8s-plus', 'toPodSelectorConfig'),
  ports: listOf(appPortShape).optional(),
  name: anything,
  labels: textMap.optional(),
});

/** The kinds of workload that an exposure knows. */
const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet'];

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
   * an app with ports that are not exposed, or that have another number at the load balancer, gets a second one.
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

  private readonly context: ExposureContext;
  private readonly door: Door;

  /**
   * Exposes a workload.
   *
   * @throws when a rule of severity ERR or STRICT is broken: with the construct path, the ids of the rules, the bad values and what
   * would be right. Nothing stays in the construct tree then.
   */
  public constructor(scope: Construct, id: string, props: ExposureProps) {
    super(scope, id);
    const { context, door } = allOrNothing(this, () => {
      const judged = judge(this, props);
      return { context: judged, door: open(judged) };
    });
    this.context = context;
    this.door = door;
    this.strategy = context.options.strategy;
    this.workload = context.workload;
    this.service = door.service;
    this.externalService = door.doorService === door.service ? undefined : door.doorService;
    this.ingress = door.objects.ingress;
    this.routes = door.objects.routes ?? [];
    this.route = this.routes[0];
    this.gateway = door.objects.gateway;
    this.proxyRole = door.objects.proxyRole;
    leaveNotes(this, context.findings);
  }

  /** How the app is reached: inside the cluster, from a node, from outside, and from a workstation. */
  public get accessPoints(): AccessPoint[] {
    const { context, door } = this;
    return [
      ...insidePoints(context, door.service),
      ...STRATEGIES[context.options.strategy].accessPoints(context, door),
      ...portForwardPoints(context, door.service),
    ];
  }

  /** What the door needs from outside the app. */
  public get requirements(): Requirement[] {
    const { context, door } = this;
    const strategy = STRATEGIES[context.options.strategy];
    return [
      ...strategy.requirements(context, door),
      ...podRequirements(context.workload, context.namespace, strategy.hostPorts !== undefined),
    ];
  }
}

/** Looks at everything before the first object is made. */
function judge(scope: Exposure, props: ExposureProps): ExposureContext {
  const findings = new Findings(userPath(scope), reasonsOf(props));
  hasShape(findings, exposureShape, props, REFUSED);
  findings.throwIfBroken();

  const { workload } = props;
  if (!WORKLOADS.includes(workload.kind)) {
    findings.report('E-6', `the workload is a ${workload.kind ?? typeof workload}; give a Deployment, StatefulSet or DaemonSet of cdk8s-plus`);
  } else if (workload.containers.length === 0) {
    findings.report('W-2', `${workload.kind} ${workload.name} has no container; add one with an image and a port before it is exposed`);
  }
  findings.throwIfBroken();

  const appPorts = props.ports ?? declaredPorts(workload);
  if (!props.ports && appPorts.length === 0) {
    findings.report('S-5', `no container of ${workload.kind} ${workload.name} declares a port; declare what it listens on, such as { name: 'http', number: 8086 }`);
    findings.throwIfBroken();
  }
  const cluster = ClusterProfile._settle(scope);
  const name = props.name ?? workload.name;
  checkServiceName(name, findings, cluster);
  checkPorts(appPorts, findings);
  checkLabels('labels', props.labels, findings);
  findings.throwIfBroken();

  const ports = doorPorts(appPorts, port => declaring(workload, port)?.name ?? '');
  for (const port of ports) {
    if (!workload.containers.some(container => container.name === port.container && container.ports.some(declared => isPort(declared, port)))) {
      findings.report('X-12', `port ${port.name}: no container of ${workload.kind} ${workload.name}${port.container === '' ? '' : ` named ${port.container}`} declares ${port.port}/${port.protocol}; declare it there, or correct the number`);
    }
  }
  const context: ExposureContext = {
    scope,
    name,
    workload,
    cluster,
    findings,
    ports,
    namespace: workload.metadata.namespace,
    labels: props.labels ?? {},
    exposed: ports.filter(({ exposed }) => exposed),
    options: props,
  };
  judgeContainers(context);
  checkTwins(ports, findings);
  checkService(props.service ?? {}, findings);
  const chosen = STRATEGIES[props.strategy];
  findings.quietlyIf(!chosen.readsHttp, () => checkHttp(context));
  for (const strategy of Object.values(STRATEGIES)) {
    findings.quietlyIf(strategy !== chosen, () => strategy.check(context));
  }
  findings.throwIfBroken();
  chosen.fit(context);
  if (needsOwnService(context, chosen.serviceSpec(context))) {
    checkServiceName(externalName(name), findings, cluster);
  }
  findings.throwIfBroken();
  return context;
}

function judgeContainers(context: ExposureContext): void {
  const { workload, findings } = context;
  for (const container of workload.containers) {
    checkOneContainer(container, findings);
  }
  checkNamesAcrossPod(workload.containers, findings);
  checkProbeHosts(render(workload, findings).containers, findings);
  if (STRATEGIES[context.options.strategy].hostPorts === undefined) {
    checkPodSharesOneNetwork(workload, findings, 'W-6');
    checkPrivilegedPorts(context, 'E-5');
  }
}

/** The pods as cdk8s-plus renders them; what it refuses, such as two volumes of one name, it refuses without a path. */
function render(workload: kplus.Workload, findings: Findings): kplus.k8s.PodSpec {
  try {
    return workload._toPodSpec();
  } catch (error) {
    findings.report('E-2', `the pods of ${workload.kind} ${workload.name} are refused by cdk8s-plus: ${error instanceof Error ? error.message : error}`);
    findings.throwIfBroken();
    throw error;
  }
}

/** The container that declares a port. */
function declaring(workload: kplus.Workload, port: AppPort): kplus.Container | undefined {
  return workload.containers.find(container => container.ports.some(declared => isPort(declared, port)));
}

function declaredPorts(workload: kplus.Workload): AppPort[] {
  return workload.containers.flatMap(container => container.ports.map(({ name, number, protocol }) => ({
    name: name ?? `${protocolOf({ protocol }).toLowerCase()}-${number}`,
    port: number,
    protocol,
    container: container.name,
  })));
}

/**
 * In NODE_PORT and LOAD_BALANCER a Service opens all its ports, so what must not be opened is left to another (design, invariant 3), as
 * are ports that have another number at the door (invariant 1).
 */
function needsOwnService({ ports: all, exposed }: ExposureContext, { type, ports = {} }: DoorServiceSpec): boolean {
  const isRenumbered = exposed.some(port => (ports[port.name] ?? port.servicePort) !== port.servicePort);
  return type !== kplus.ServiceType.CLUSTER_IP && (exposed.length < all.length || isRenumbered);
}

function externalName(name: string): string {
  return `${name}-external`;
}

/** Makes the objects. */
function open(context: ExposureContext): Door {
  const { name, ports, exposed } = context;
  const strategy = STRATEGIES[context.options.strategy];
  const spec = strategy.serviceSpec(context);
  const own = needsOwnService(context, spec);
  const service = makeService(context, 'Service', name, ports, own ? { type: kplus.ServiceType.CLUSTER_IP } : spec);
  const doorService = own ? makeService(context, 'ExternalService', externalName(name), exposed, spec) : service;
  const objects = strategy.open?.(context, doorService) ?? {};
  const hostPorts = strategy.hostPorts?.(context);
  if (hostPorts) {
    openHostPorts(context.workload, hostPorts);
  }
  return { service, doorService, objects };
}
