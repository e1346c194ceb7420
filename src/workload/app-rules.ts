import * as kplus from 'cdk8s-plus-27';
import { AppPort } from '../app-port';
import { AppSpec, DisruptionBudget, VolumeClaim, WorkloadKind } from '../app-spec';
import { declaredPorts } from './app-container';
import { appPortShape, checkPorts } from './app-ports';
import { checkOneContainer, PortsOfContainer } from './container-rules';
import { isPort, isTcp, protocolOf } from './listening';
import { checkAnnotations, checkLabels } from './metadata-rules';
import { dnsLabel, envName, shown } from '../kubernetes/names';
import { portName, portNumber } from '../kubernetes/ports';
import { Rollout, RolloutType } from '../rollout';
import { Findings } from '../rules/findings';
import { anything, flag, instance, listOf, oneOf, struct, text, textMap, texts, wholeNumber } from '../shape';
import {
  containers, containerSecurity, dns, duration, env, envFrom, lifecycle, named, podSecurity, probe, resources, size, volumeMounts,
} from './plus-shapes';

const share = instance<kplus.PercentOrAbsolute>('a kplus.PercentOrAbsolute', 'isZero').optional();

export const appShape = struct<AppSpec>({
  name: anything,
  image: anything,
  imagePullPolicy: oneOf(kplus.ImagePullPolicy).optional(),
  dockerRegistryAuth: named<kplus.ISecret>('a kplus.ISecret').optional(),
  command: texts.optional(),
  args: texts.optional(),
  workingDir: text.optional(),
  env: env.optional(),
  envFrom: envFrom.optional(),
  ports: listOf(appPortShape),
  replicas: anything,
  workload: oneOf(WorkloadKind).optional(),
  rollout: struct<Rollout>({
    type: oneOf(RolloutType).optional(),
    maxSurge: share,
    maxUnavailable: share,
    partition: wholeNumber.optional(),
  }).optional(),
  readiness: probe.optional(),
  liveness: probe.optional(),
  startup: probe.optional(),
  lifecycle: lifecycle.optional(),
  terminationGracePeriod: duration.optional(),
  resources: resources.optional(),
  volumeMounts: volumeMounts.optional(),
  volumeClaims: listOf(struct<VolumeClaim>({
    name: anything,
    path: text,
    size,
    storageClassName: text.optional(),
    accessModes: listOf(oneOf(kplus.PersistentVolumeAccessMode)).optional(),
  })).optional(),
  securityContext: containerSecurity.optional(),
  podSecurityContext: podSecurity.optional(),
  hostUsers: flag.optional(),
  serviceAccount: named<kplus.IServiceAccount>('a kplus.IServiceAccount').optional(),
  automountServiceAccountToken: flag.optional(),
  enableServiceLinks: flag.optional(),
  dns: dns.optional(),
  nodeSelector: textMap.optional(),
  tolerations: listOf(instance<kplus.NodeTaintQuery>('a kplus.NodeTaintQuery', '_toKube')).optional(),
  priorityClassName: text.optional(),
  disruptionBudget: struct<DisruptionBudget>({ minAvailable: share, maxUnavailable: share }).optional(),
  initContainers: containers.optional(),
  sidecars: containers.optional(),
  labels: textMap.optional(),
  annotations: textMap.optional(),
});

/** The name of the app's own container. */
export const MAIN_CONTAINER = 'main';

/** What is wrong in an app by itself, whichever door leads to it. */
export function checkApp(app: AppSpec, findings: Findings): void {
  checkImage('image', app.image, findings);
  const hasSoundPorts = checkPorts(app.ports, findings);
  checkScale(app, findings);
  checkRollout(app, findings);
  checkContainers(app, hasSoundPorts, findings);
  checkLabels('labels', app.labels, findings);
  checkLabels('nodeSelector', app.nodeSelector, findings);
  checkAnnotations('annotations', app.annotations, findings);
  checkStorage(app, findings);
  checkMounts('', app.volumeMounts, app.volumeClaims, findings);
  checkEnv('env', app.env, findings);
  checkBudget(app.disruptionBudget ?? {}, app.disruptionBudget !== undefined, findings);
  if (app.enableServiceLinks) {
    findings.report('W-11', 'enableServiceLinks puts <NAME>_PORT of every Service in the namespace into the environment, on which apps break that read such a variable; leave it out');
  }
  checkReadiness(app, findings);
}

/** W-12 */
function checkReadiness({ readiness, sidecars = [], ports }: AppSpec, findings: Findings): void {
  const listeners = ports.filter(isTcp);
  if (readiness || sidecars.some(sidecar => sidecar.readiness) || listeners.some(port => containerOf(port) === MAIN_CONTAINER)) {
    return;
  }
  const [listener] = listeners;
  findings.report('W-12', listener
    ? `no readiness probe is given, and none is derived for port ${listener.name}, which the sidecar ${listener.container} listens on, so pods get traffic before they are ready; give the sidecar readiness`
    : 'no readiness probe is given and there is no TCP port to derive one from, so pods get traffic before they are ready; give readiness');
}

/** E-9, E-2 */
function checkBudget(budget: DisruptionBudget, isGiven: boolean, findings: Findings): void {
  if (isGiven && (budget.minAvailable === undefined) === (budget.maxUnavailable === undefined)) {
    findings.report('E-9', `disruptionBudget has ${budget.minAvailable === undefined ? 'neither' : 'both'} minAvailable and maxUnavailable; give one of the two`);
  }
  for (const field of ['minAvailable', 'maxUnavailable'] as const) {
    const value: unknown = budget[field]?.value;
    if (value !== undefined && !isCount(value) && (percentOf(value) ?? Infinity) > 100) {
      findings.report('E-2', `disruptionBudget.${field} is ${shown(value)}; give a whole number from 0, or a whole percentage of at most 100%`);
    }
  }
}

/** E-2: where a container mounts something; two things at one place are refused. */
function checkMounts(at: string, mounts: readonly kplus.VolumeMount[] = [], claims: readonly VolumeClaim[] = [], findings: Findings): void {
  const taken = new Map(claims.map((claim, index) => [claim.path, `${at}volumeClaims.${index}`]));
  for (const [index, { path }] of mounts.entries()) {
    const subject = `${at}volumeMounts.${index}`;
    if (taken.has(path)) {
      findings.report('E-2', `${taken.get(path)} and ${subject} both have the path ${shown(path)}; give each its own`);
    }
    taken.set(path, subject);
  }
}

/** E-2: the names of environment variables; what they are set to is free. */
function checkEnv(option: string, variables: { [name: string]: kplus.EnvValue } | undefined, findings: Findings): void {
  for (const name of Object.keys(variables ?? {})) {
    findings.reportIf('E-2', `${option}: name`, envName(name));
  }
}

/** The number of a percentage. */
function percentOf(value: unknown): number | undefined {
  const [, percent] = typeof value === 'string' ? /^(\d+)%$/.exec(value) ?? [] : [];
  return percent === undefined ? undefined : Number(percent);
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0;
}

/** W-2 */
function checkImage(option: string, image: unknown, findings: Findings): void {
  if (typeof image !== 'string' || image.trim() === '' || /\s/.test(image)) {
    findings.report('W-2', `${option} ${shown(image)} is not the name of an image; give one such as "influxdb:1.8"`);
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
    const percent = percentOf(value);
    if (value !== undefined && percent === undefined && !isCount(value)) {
      findings.report(rule, `rollout.${field} is ${shown(value)}; give a whole number from 0, or a whole percentage`);
    } else if ((field === 'maxUnavailable' || workload === WorkloadKind.DAEMON_SET) && (percent ?? 0) > 100) {
      findings.report(rule, `rollout.${field} is ${shown(value)}; give at most 100%`);
    }
  }
  const { maxSurge, maxUnavailable } = rollout;
  if (workload === WorkloadKind.DEPLOYMENT && maxSurge?.isZero() && maxUnavailable?.isZero()) {
    findings.report('W-7', 'rollout.maxSurge and rollout.maxUnavailable are both 0, so no rollout could go on; give one of them a number');
  }
  if (workload === WorkloadKind.DAEMON_SET && maxUnavailable && (maxSurge?.isZero() ?? true) === maxUnavailable.isZero()) {
    findings.report('W-8', `rollout.maxSurge ${maxSurge?.value ?? 0} and rollout.maxUnavailable ${maxUnavailable.value} of a DaemonSet; give exactly one of the two a number above 0`);
  }
}

/** The probes, which a container that runs to its end has none of. */
const PROBES = ['readiness', 'liveness', 'startup'] as const;

/** W-2, W-3, W-5 and the names of containers, which cdk8s-plus would refuse with less to say. */
function checkContainers(app: AppSpec, hasSoundPorts: boolean, findings: Findings): void {
  const names = new Set([MAIN_CONTAINER]);
  let isSound = hasSoundPorts;
  for (const [index, sidecar] of (app.sidecars ?? []).entries()) {
    isSound = checkContainer(`sidecars.${index}`, sidecar, names, findings) && isSound;
  }
  for (const port of isSound ? app.ports.filter(({ container }) => container !== undefined && !names.has(container)) : []) {
    findings.report('X-12', `port ${port.name}: there is no container ${shown(port.container)}; the app has ${[...names].join(', ')}`);
  }
  for (const [index, container] of (app.initContainers ?? []).entries()) {
    const at = `initContainers.${index}`;
    checkContainer(at, { ...container, name: container.name ?? `init-${index}` }, names, findings); // the name that cdk8s-plus gives
    for (const probed of PROBES.filter(name => container[name])) {
      findings.report('E-2', `${at}.${probed} is given, and a container that runs to its end is not probed; leave it out`);
    }
  }
  for (const container of isSound ? containersOf(app) : []) {
    checkOneContainer(container, findings);
  }
}

/** @returns whether the container's name and ports can be told apart from others. */
function checkContainer(at: string, container: kplus.ContainerProps, names: Set<string>, findings: Findings): boolean {
  checkImage(`${at}.image`, container.image, findings);
  checkMounts(`${at}.`, container.volumeMounts, [], findings);
  checkEnv(`${at}.envVariables`, container.envVariables, findings);
  let isSound = !findings.reportIf('E-2', `${at}.name`, dnsLabel(container.name));
  if (isSound && names.has(container.name!)) {
    findings.report('E-2', `${at}.name ${shown(container.name)} is taken by another container of the pod; choose another`);
  }
  names.add(container.name!);
  for (const [index, { number, name }] of declaredPorts(container).entries()) {
    isSound = !findings.reportIf('E-2', `${at}.ports.${index}.number`, portNumber(number)) && isSound;
    isSound = !(name !== undefined && findings.reportIf('W-1', `${at}.ports.${index}.name`, portName(name))) && isSound;
  }
  return isSound;
}

/** The name of the container that listens on a port of the app. */
function containerOf({ container }: AppPort): string {
  return container ?? MAIN_CONTAINER;
}

/**
 * The containers of the pod with their ports: those of the app's ports that a sidecar listens on are declared there, with what the
 * sidecar states of the node. A Service may offer a port under two numbers; the container declares it once, under the first name.
 */
export function containersOf(app: AppSpec): (PortsOfContainer & { readonly ports: kplus.ContainerPort[] })[] {
  return [{ name: MAIN_CONTAINER, image: app.image }, ...app.sidecars ?? []].map(({ name = '', ...props }) => {
    const declared = declaredPorts(props);
    const listening = app.ports.filter(port => containerOf(port) === name);
    const isFirst = (port: AppPort, index: number) => !listening.slice(0, index).some(other => isSamePort(other, port));
    return {
      name,
      ports: [
        ...declared.filter(own => !listening.some(port => isPort(own, port))),
        ...listening.filter(isFirst).map(port => {
          const { hostPort, hostIp } = declared.find(own => isPort(own, port)) ?? {};
          return { name: port.name, number: port.port, protocol: protocolOf(port), hostPort, hostIp };
        }),
      ],
    };
  });
}

/** Whether two ports of a container are one with two names; two of one name are told of as such. */
function isSamePort(one: AppPort, other: AppPort): boolean {
  return one.name !== other.name && isPort({ number: one.port, protocol: one.protocol }, other);
}

function checkStorage({ volumeClaims = [], workload }: AppSpec, findings: Findings): void {
  if (volumeClaims.length > 0 && workload !== WorkloadKind.STATEFUL_SET) {
    findings.report('E-9', `volumeClaims are given for a ${workload ?? WorkloadKind.DEPLOYMENT}, which has no storage for each pod; use WorkloadKind.STATEFUL_SET, or mount a PersistentVolumeClaim with volumeMounts`);
  }
  for (const [index, claim] of volumeClaims.entries()) {
    findings.reportIf('E-2', `volumeClaims.${index}.name`, dnsLabel(claim.name));
    if (volumeClaims.slice(0, index).some(({ name, path }) => name === claim.name || path === claim.path)) {
      findings.report('E-2', `volumeClaims.${index} has the name or the path of another claim; give each its own`);
    }
    if (!claim.path.startsWith('/')) {
      findings.report('E-2', `volumeClaims.${index}.path is ${shown(claim.path)}; give an absolute path`);
    }
  }
}
