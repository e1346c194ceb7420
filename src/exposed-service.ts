import { ApiObject, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { AccessPoint } from './access/access-point';
import { Requirement } from './access/requirement';
import { AppSpec, DisruptionBudget, WorkloadKind } from './app-spec';
import { FurtherDoorOptions } from './doors/further-door-options';
import { Exposure } from './exposure';
import { exposureFields, ExposureOptions } from './exposure-options';
import { ClusterProfile } from './platform/cluster-profile';
import { Findings, reasonsOf } from './rules/findings';
import { REFUSED } from './rules/refused';
import { checkDerivedName, checkServiceName } from './service/service-name';
import { hasShape, struct } from './shape';
import { allOrNothing, leaveNotes, userPath } from './synth-notes';
import { AppContainer, uninvented } from './workload/app-container';
import { appShape, checkApp, containersOf, MAIN_CONTAINER } from './workload/app-rules';
import { APP_WORKLOADS, headlessName, selectByName } from './workload/app-workload';
import { isPort, isTcp, protocolOf } from './workload/listening';

/** An app, and the door that leads to it. */
export interface ExposedServiceProps extends ExposureOptions {
  /** What the app is, and nothing about how it is reached. */
  readonly app: AppSpec;
}

const exposedServiceShape = struct<ExposedServiceProps>({ ...exposureFields, app: appShape });

/**
 * An app that is reachable: a workload, a Service, and the door of the chosen strategy.
 *
 * @example
 * const influxdb = new ExposedService(chart, 'influxdb', {
 *   app: { name: 'influxdb', image: 'influxdb:1.8', ports: [{ name: 'http', port: 8086 }] },
 *   strategy: ExposureStrategy.NODE_PORT,
 * });
 * influxdb.accessPoints; // http://<NODE_ADDRESS>:<NODE_PORT>/ and the commands that fill it in
 */
export class ExposedService extends Construct {
  /** The workload: a Deployment, DaemonSet or StatefulSet of cdk8s-plus. */
  public readonly workload: kplus.Workload;

  /** The door; where there are several, the first one, which the strategy of the app says. */
  public readonly exposure: Exposure;

  /** The headless Service that gives the pods of a StatefulSet their names. */
  public readonly headlessService?: kplus.Service;

  /** The disruption budget, where one was asked for. */
  public readonly disruptionBudget?: ApiObject;

  /**
   * Makes an app reachable.
   *
   * @throws when a rule of severity ERR or STRICT is broken: with the construct path, the ids of the rules, the bad values and what
   * would be right. Nothing stays in the construct tree then.
   */
  public constructor(scope: Construct, id: string, props: ExposedServiceProps) {
    super(scope, id);
    const { workload, disruptionBudget, exposure } = allOrNothing(this, () => make(this, props));
    this.workload = workload;
    this.headlessService = workload instanceof kplus.StatefulSet ? workload.service : undefined;
    this.disruptionBudget = disruptionBudget;
    this.exposure = exposure;
  }

  /**
   * Opens a further door to the same workload and the same Service, such as an Ingress beside a Gateway while one takes over from
   * the other, or a public load balancer beside an internal one. Its objects are called by the name of the app, a hyphen and the id.
   *
   * @param id What the door is called: a DNS label, and a part of the names of objects, so another one later makes other objects.
   * @param options The door, and its own reasons for what it is allowed; nothing is taken from the first one.
   * @throws when a rule of severity ERR or STRICT is broken. Nothing of the door stays then, and what was there is untouched.
   */
  public alsoBy(id: string, options: FurtherDoorOptions): Exposure {
    return this.exposure.alsoBy(id, options);
  }

  /** Every door of the app, the first one first. */
  public get exposures(): Exposure[] {
    return this.exposure.exposures;
  }

  /** The Service that gives the app its address inside the cluster. Its name, selector and ports are the same in every strategy. */
  public get service(): kplus.Service {
    return this.exposure.service;
  }

  /** The Service that the door goes through, where that is another, because the app has ports that are not exposed. */
  public get externalService(): kplus.Service | undefined {
    return this.exposure.externalService;
  }

  /** The Ingress of INGRESS. */
  public get ingress(): kplus.Ingress | undefined {
    return this.exposure.ingress;
  }

  /** The main route of GATEWAY: the first HTTPRoute, or the route of the first port. */
  public get route(): ApiObject | undefined {
    return this.exposure.route;
  }

  /** Every route of GATEWAY, the main one first. */
  public get routes(): ApiObject[] {
    return this.exposure.routes;
  }

  /** The own Gateway of GATEWAY, where one is made. */
  public get gateway(): ApiObject | undefined {
    return this.exposure.gateway;
  }

  /** The Role of CLUSTER_IP that allows the API server's proxy, where one is made. */
  public get proxyRole(): ApiObject | undefined {
    return this.exposure.proxyRole;
  }

  /** The NetworkPolicy of the app's pods, where one is asked for. */
  public get networkPolicy(): ApiObject | undefined {
    return this.exposure.networkPolicy;
  }

  /** How the app is reached by all of its doors: inside the cluster, from a node, from outside, and from a workstation. */
  public get accessPoints(): AccessPoint[] {
    return this.exposures.flatMap(({ accessPoints }) => accessPoints);
  }

  /** What the doors need from outside the app. */
  public get requirements(): Requirement[] {
    return this.exposures.flatMap(({ requirements }) => requirements);
  }
}

/** Judges the app, then makes the workload and its door. */
function make(scope: ExposedService, props: ExposedServiceProps) {
  const findings = new Findings(userPath(scope), reasonsOf(props));
  hasShape(findings, exposedServiceShape, props, REFUSED);
  findings.throwIfBroken();
  const { app, ...exposure } = props;
  const name = app.name ?? generatedName(scope);
  judge(name, app, findings, ClusterProfile.of(scope));

  const labels = { 'app.kubernetes.io/name': name, ...app.labels };
  const workload = makeWorkload(scope, name, labels, app);
  if (app.name !== undefined) {
    selectByName(workload, app.name);
  }
  const ports = app.ports.map(port => ({ ...port, container: port.container ?? MAIN_CONTAINER }));
  leaveNotes(scope, findings);
  return {
    workload,
    disruptionBudget: app.disruptionBudget && makeDisruptionBudget(scope, workload, labels, app.disruptionBudget),
    exposure: new Exposure(scope, 'Default', { ...exposure, workload, ports, name, labels }),
  };
}

function makeDisruptionBudget(scope: Construct, workload: kplus.Workload, labels: { [key: string]: string }, budget: DisruptionBudget): ApiObject {
  return new kplus.k8s.KubePodDisruptionBudget(scope, 'DisruptionBudget', {
    metadata: { name: workload.name, namespace: workload.metadata.namespace, labels },
    spec: {
      minAvailable: budget.minAvailable as kplus.k8s.IntOrString | undefined,
      maxUnavailable: budget.maxUnavailable as kplus.k8s.IntOrString | undefined,
      selector: workload._toLabelSelector(),
    },
  });
}

/** The name that the chart gives, as for any other object; the chart's own rule for names counts. */
function generatedName(construct: Construct): string {
  const service = { node: construct.node, chart: Chart.of(construct), apiVersion: 'v1', apiGroup: 'core', kind: 'Service' };
  return service.chart.generateObjectName(service as unknown as ApiObject);
}

function judge(name: string, app: AppSpec, findings: Findings, cluster: ClusterProfile): void {
  checkServiceName(name, findings, cluster);
  checkApp(app, findings);
  findings.throwIfBroken();
  if (app.workload === WorkloadKind.STATEFUL_SET) {
    checkDerivedName(headlessName(name), name, findings);
  }
  findings.throwIfBroken();
}

function makeWorkload(scope: ExposedService, name: string, labels: { [key: string]: string }, app: AppSpec): kplus.Workload {
  const [main, ...sidecars] = containersOf(app);
  const isExposed = (container: string) => (declared: kplus.ContainerPort) => app.ports.some(port =>
    (port.container ?? MAIN_CONTAINER) === container && port.exposed !== false && isPort(declared, port));
  const workload = APP_WORKLOADS[app.workload ?? WorkloadKind.DEPLOYMENT](scope, {
    metadata: { name, labels },
    podMetadata: { labels, annotations: app.annotations },
    initContainers: app.initContainers?.map(uninvented),
    serviceAccount: app.serviceAccount,
    automountServiceAccountToken: app.automountServiceAccountToken,
    securityContext: app.podSecurityContext,
    dns: app.dns,
    dockerRegistryAuth: app.dockerRegistryAuth,
    terminationGracePeriod: app.terminationGracePeriod,
  }, app, app.ports.map(port => ({ name: port.name, port: port.port, targetPort: port.port, protocol: protocolOf(port) })));
  workload.attachContainer(new AppContainer({
    name: MAIN_CONTAINER,
    image: app.image,
    imagePullPolicy: app.imagePullPolicy,
    command: app.command,
    args: app.args,
    workingDir: app.workingDir,
    envVariables: app.env,
    envFrom: app.envFrom,
    ports: main.ports,
    readiness: app.readiness ?? (main.ports.some(isTcp) ? kplus.Probe.fromTcpSocket() : undefined),
    liveness: app.liveness,
    startup: app.startup,
    lifecycle: app.lifecycle,
    resources: app.resources,
    volumeMounts: app.volumeMounts,
    securityContext: app.securityContext,
  }, isExposed(MAIN_CONTAINER)));
  for (const [index, sidecar] of sidecars.entries()) {
    const props = { ...app.sidecars![index], port: undefined, portNumber: undefined, ports: sidecar.ports };
    workload.attachContainer(new AppContainer(props, isExposed(sidecar.name)));
  }
  for (const taint of app.tolerations ?? []) {
    workload.scheduling.tolerate(kplus.Node.tainted(taint));
  }
  return workload;
}
