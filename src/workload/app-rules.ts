import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { AppSpec, DisruptionBudget, Rollout, RolloutType, VolumeClaim, WorkloadKind } from '../app-spec';
import { dnsLabel, labelValue, qualifiedName, shown } from '../kubernetes/names';
import { Findings } from '../rules/findings';
import { anything, flag, instance, listOf, oneOf, struct, text, textMap, texts } from '../shape';
import { appPortShape, checkPorts } from './app-ports';
import { checkOneContainer, PortsOfContainer } from './container-rules';
import { isPort, isTcp, protocolOf } from './listening';

const share = instance<kplus.PercentOrAbsolute>('a kplus.PercentOrAbsolute', 'isZero').optional();
const object = (what: string) => instance<object>(what).optional();

export const appShape = struct<AppSpec>({
  name: anything,
  image: anything,
  imagePullPolicy: oneOf(kplus.ImagePullPolicy).optional(),
  dockerRegistryAuth: object('a kplus.ISecret'),
  command: texts.optional(),
  args: texts.optional(),
  workingDir: text.optional(),
  env: object('an object of kplus.EnvValue'),
  envFrom: listOf(instance<kplus.EnvFrom>('a kplus.EnvFrom', '_toKube')).optional(),
  ports: listOf(appPortShape),
  replicas: anything,
  workload: oneOf(WorkloadKind).optional(),
  rollout: struct<Rollout>({ type: oneOf(RolloutType).optional(), maxSurge: share, maxUnavailable: share, partition: anything }).optional(),
  readiness: instance<kplus.Probe>('a kplus.Probe', '_toKube').optional(),
  liveness: instance<kplus.Probe>('a kplus.Probe', '_toKube').optional(),
  startup: instance<kplus.Probe>('a kplus.Probe', '_toKube').optional(),
  lifecycle: object('a kplus.ContainerLifecycle'),
  terminationGracePeriod: instance<Duration>('a cdk8s.Duration', 'toSeconds').optional(),
  resources: object('kplus.ContainerResources'),
  volumeMounts: listOf(instance<object>('a kplus.VolumeMount')).optional(),
  volumeClaims: listOf(struct<VolumeClaim>({
    name: anything,
    path: text,
    size: instance<object>('a cdk8s.Size'),
    storageClassName: text.optional(),
    accessModes: listOf(oneOf(kplus.PersistentVolumeAccessMode)).optional(),
  })).optional(),
  securityContext: object('kplus.ContainerSecurityContextProps'),
  podSecurityContext: object('kplus.PodSecurityContextProps'),
  hostUsers: flag.optional(),
  serviceAccount: object('a kplus.IServiceAccount'),
  automountServiceAccountToken: flag.optional(),
  enableServiceLinks: flag.optional(),
  dns: object('kplus.PodDnsProps'),
  nodeSelector: textMap.optional(),
  tolerations: listOf(instance<kplus.NodeTaintQuery>('a kplus.NodeTaintQuery', '_toKube')).optional(),
  priorityClassName: text.optional(),
  disruptionBudget: struct<DisruptionBudget>({ minAvailable: share, maxUnavailable: share }).optional(),
  initContainers: listOf(instance<kplus.ContainerProps>('kplus.ContainerProps')).optional(),
  sidecars: listOf(instance<kplus.ContainerProps>('kplus.ContainerProps')).optional(),
  labels: textMap.optional(),
  annotations: textMap.optional(),
});

/** The name of the app's own container. */
export const MAIN_CONTAINER = 'main';

/** What is wrong in an app by itself, whichever door leads to it. */
export function checkApp(app: AppSpec, findings: Findings): void {
  if (typeof app.image !== 'string' || app.image.trim() === '' || /\s/.test(app.image)) {
    findings.report('W-2', `image ${shown(app.image)} is not the name of an image; give one such as "influxdb:1.8"`);
  }
  checkPorts(app.ports, findings);
  checkScale(app, findings);
  checkRollout(app, findings);
  checkSidecars(app, findings);
  checkKeys('labels', app.labels, findings);
  checkKeys('nodeSelector', app.nodeSelector, findings);
  for (const key of Object.keys(app.annotations ?? {})) {
    findings.reportIf('E-2', 'an annotation\'s key', qualifiedName(key));
  }
  checkStorage(app, findings);
  const budget = app.disruptionBudget;
  if (budget && (budget.minAvailable === undefined) === (budget.maxUnavailable === undefined)) {
    findings.report('E-9', `disruptionBudget has ${budget.minAvailable === undefined ? 'neither' : 'both'} minAvailable and maxUnavailable; give one of the two`);
  }
  if (app.enableServiceLinks) {
    findings.report('W-11', 'enableServiceLinks puts <NAME>_PORT of every Service in the namespace into the environment, on which apps break that read such a variable; leave it out');
  }
  if (!app.readiness && !app.ports.some(port => isTcp(port) && port.container === undefined)) {
    findings.report('W-12', 'no readiness probe is given and there is no TCP port to derive one from, so pods get traffic before they are ready; give readiness');
  }
}

/** W-9 */
function checkScale({ replicas, workload = WorkloadKind.DEPLOYMENT }: AppSpec, findings: Findings): void {
  if (replicas === undefined) {
    return;
  }
  if (workload === WorkloadKind.DAEMON_SET) {
    findings.report('W-9', `replicas ${shown(replicas)} is given for a DaemonSet, which runs one pod on every eligible node; leave it out`);
  } else if (!Number.isInteger(replicas) || replicas < 0) {
    findings.report('E-2', `replicas is ${shown(replicas)}; give a whole number from 0`);
  }
}

/** The fields that each kind of workload has in its update strategy, and its kinds of rollout. */
const ROLLOUTS: Record<WorkloadKind, { readonly types: readonly RolloutType[]; readonly fields: readonly (keyof Rollout)[] }> = {
  [WorkloadKind.DEPLOYMENT]: { types: [RolloutType.ROLLING_UPDATE, RolloutType.RECREATE], fields: ['maxSurge', 'maxUnavailable'] },
  [WorkloadKind.DAEMON_SET]: { types: [RolloutType.ROLLING_UPDATE, RolloutType.ON_DELETE], fields: ['maxSurge', 'maxUnavailable'] },
  [WorkloadKind.STATEFUL_SET]: { types: [RolloutType.ROLLING_UPDATE, RolloutType.ON_DELETE], fields: ['partition'] },
};

/** W-7, W-8, E-9 */
function checkRollout({ rollout, workload = WorkloadKind.DEPLOYMENT }: AppSpec, findings: Findings): void {
  if (!rollout) {
    return;
  }
  const rule = workload === WorkloadKind.DAEMON_SET ? 'W-8' : 'W-7';
  const type = rollout.type ?? RolloutType.ROLLING_UPDATE;
  const { types, fields } = ROLLOUTS[workload];
  if (!types.includes(type)) {
    findings.report('E-9', `rollout.type ${type} does not exist for a ${workload}; choose ${types.join(' or ')}`);
  }
  for (const field of (['maxSurge', 'maxUnavailable', 'partition'] as const).filter(candidate => rollout[candidate] !== undefined)) {
    if (!fields.includes(field)) {
      findings.report('E-9', `rollout.${field} does not exist for a ${workload}; it has ${fields.join(' and ')}`);
    } else if (type !== RolloutType.ROLLING_UPDATE) {
      findings.report(rule, `rollout.${field} is given with type ${type}, which has no such number; leave it out, or use RollingUpdate`);
    }
  }
  for (const field of ['maxSurge', 'maxUnavailable'] as const) {
    const value: unknown = rollout[field]?.value;
    const [, percent] = typeof value === 'string' ? /^(\d+)%$/.exec(value) ?? [] : [];
    if (value !== undefined && percent === undefined && !(Number.isInteger(value) && (value as number) >= 0)) {
      findings.report(rule, `rollout.${field} is ${shown(value)}; give a whole number from 0, or a whole percentage`);
    } else if (field === 'maxUnavailable' && Number(percent ?? 0) > 100) {
      findings.report(rule, `rollout.maxUnavailable is ${shown(value)}; give at most 100%`);
    }
  }
  const { maxSurge, maxUnavailable } = rollout;
  if (workload === WorkloadKind.DEPLOYMENT && maxSurge?.isZero() && maxUnavailable?.isZero()) {
    findings.report('W-7', 'rollout.maxSurge and rollout.maxUnavailable are both 0, so no rollout could go on; give one of them a number');
  }
  if (workload === WorkloadKind.DAEMON_SET && maxSurge && maxUnavailable && maxSurge.isZero() === maxUnavailable.isZero()) {
    findings.report('W-8', `rollout.maxSurge ${maxSurge.value} and rollout.maxUnavailable ${maxUnavailable.value} of a DaemonSet: exactly one of the two is not 0`);
  }
}

/** W-3, W-5 and the names of containers, which cdk8s-plus would refuse with less to say. */
function checkSidecars(app: AppSpec, findings: Findings): void {
  const names = new Set([MAIN_CONTAINER]);
  for (const [index, sidecar] of (app.sidecars ?? []).entries()) {
    const at = `sidecars.${index}`;
    if (!findings.reportIf('E-2', `${at}.name`, dnsLabel(sidecar.name)) && names.has(sidecar.name!)) {
      findings.report('E-2', `${at}.name ${shown(sidecar.name)} is taken by another container of the pod; choose another`);
    }
    names.add(sidecar.name!);
  }
  for (const port of app.ports.filter(({ container }) => container !== undefined && !names.has(container))) {
    findings.report('X-12', `port ${port.name}: there is no container ${shown(port.container)}; the app has ${[...names].join(', ')}`);
  }
  for (const container of containersOf(app)) {
    checkOneContainer(container, findings);
  }
}

/** The containers of the pod with their ports: those of the app's ports that a sidecar listens on are declared there. */
export function containersOf(app: AppSpec): (PortsOfContainer & { readonly ports: kplus.ContainerPort[] })[] {
  return [{ name: MAIN_CONTAINER, ports: [] }, ...app.sidecars ?? []].map(({ name = '', ports = [] }) => ({
    name,
    ports: [
      ...ports.filter(declared => !app.ports.some(port => port.container === name && isPort(declared, port))),
      ...app.ports.filter(({ container }) => (container ?? MAIN_CONTAINER) === name)
        .map(port => ({ name: port.name, number: port.port, protocol: protocolOf(port) })),
    ],
  }));
}

function checkKeys(option: string, labels: { [key: string]: string } | undefined, findings: Findings): void {
  for (const [key, value] of Object.entries(labels ?? {})) {
    findings.reportIf('E-2', `${option}: key`, qualifiedName(key));
    findings.reportIf('E-2', `${option}.${key}`, labelValue(value));
  }
}

function checkStorage({ volumeClaims = [], workload }: AppSpec, findings: Findings): void {
  if (volumeClaims.length > 0 && workload !== WorkloadKind.STATEFUL_SET) {
    findings.report('E-9', `volumeClaims are given for a ${workload ?? WorkloadKind.DEPLOYMENT}, which has no storage for each pod; use WorkloadKind.STATEFUL_SET, or mount a PersistentVolumeClaim with volumeMounts`);
  }
  for (const [index, claim] of volumeClaims.entries()) {
    findings.reportIf('E-2', `volumeClaims.${index}.name`, dnsLabel(claim.name));
    if (!claim.path.startsWith('/')) {
      findings.report('E-2', `volumeClaims.${index}.path is ${shown(claim.path)}; give an absolute path`);
    }
  }
}
