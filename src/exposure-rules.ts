import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { AppPort } from './app-port';
import type { ExposureProps } from './exposure';
import { exposureFields } from './exposure-options';
import { checkHttp } from './http/http-rules';
import { dnsLabel } from './kubernetes/names';
import { checkNetworkPolicy, fitNetworkPolicy } from './network-policy/network-policy-rules';
import { ClusterProfile } from './platform/cluster-profile';
import { completed } from './platform/completed';
import { checkPlatform } from './platform/platform-rules';
import { judgePolicies } from './platform/policy-judge';
import { Findings, reasonsOf } from './rules/findings';
import { REFUSED } from './rules/refused';
import { externalName, needsExternalService } from './service/external-service';
import { checkDerivedName, checkServiceName } from './service/service-name';
import { checkService } from './service/service-rules';
import { anything, hasShape, instance, listOf, struct, textMap } from './shape';
import { STRATEGIES } from './strategies';
import { checkHostPortGrammar } from './strategies/host-port-rules';
import { checkOwnPortsOfNode } from './strategies/host-rules';
import { ExposureContext } from './strategies/strategy';
import { userPath } from './synth-notes';
import { appPortShape, checkPorts, checkTwins, doorPorts } from './workload/app-ports';
import {
  checkNamesAcrossPod, checkOneContainer, checkPodSharesOneNetwork, checkPrivilegedPorts, checkProbeHosts, checkProbePorts, checkRootIsPossible,
} from './workload/container-rules';
import { isPort, protocolOf } from './workload/listening';
import { checkLabels } from './workload/metadata-rules';
import { checkSelector } from './workload/selector-rules';

const exposureShape = struct<ExposureProps>({
  ...exposureFields,
  workload: instance<kplus.Workload>('a Deployment, StatefulSet or DaemonSet of cdk8s-plus', 'toPodSelectorConfig'),
  ports: listOf(appPortShape).optional(),
  name: anything,
  labels: textMap.optional(),
});

/** The kinds of workload that an exposure knows. */
const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet'];

/** Looks at everything before the first object is made. */
export function judgeExposure(scope: Construct, props: ExposureProps): ExposureContext {
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
  if (workload.metadata.namespace !== undefined) {
    findings.reportIf('E-2', 'namespace', dnsLabel(workload.metadata.namespace));
  }
  findings.throwIfBroken();

  const ports = doorPorts(appPorts, port => declaring(workload, port)?.name ?? '');
  for (const port of ports) {
    if (!workload.containers.some(container => container.name === port.container && container.ports.some(declared => isPort(declared, port)))) {
      findings.report('X-12', `port ${port.name}: no container of ${workload.kind} ${workload.name}${port.container === '' ? '' : ` named ${port.container}`} declares ${port.port}/${port.protocol}; declare it there, or correct the number`);
    }
  }
  const exposed = ports.filter(port => port.exposed);
  const context: ExposureContext = {
    scope,
    name,
    serviceName: name,
    workload,
    cluster,
    findings,
    ports,
    namespace: workload.metadata.namespace,
    labels: props.labels ?? {},
    exposed,
    stated: props,
    options: completed(props, cluster, exposed),
    before: [],
  };
  const pod = judgeContainers(context);
  checkTwins(ports, findings);
  judgeDoor(context, pod);
  if (needsExternalService(context, STRATEGIES[props.strategy].serviceSpec(context))) {
    checkDerivedName(externalName(name), name, findings);
  }
  findings.throwIfBroken();
  return context;
}

/**
 * What is wrong in the options of a door, chosen or dormant, and what does not fit between the app and the chosen one.
 *
 * @param pod the pods as they are rendered without their doors.
 */
export function judgeDoor(context: ExposureContext, pod: kplus.k8s.PodSpec): void {
  const { options, workload, findings } = context;
  checkService(options.service ?? {}, workload, findings);
  const chosen = STRATEGIES[options.strategy];
  findings.quietlyIf(!chosen.readsHttp, () => checkHttp(context));
  for (const strategy of Object.values(STRATEGIES)) {
    findings.quietlyIf(strategy !== chosen, () => strategy.check(context));
  }
  checkNetworkPolicy(context);
  findings.throwIfBroken();
  chosen.fit(context);
  fitNetworkPolicy(context);
  checkPlatform(context, pod, chosen.hostPorts !== undefined);
  judgePolicies(context);
}

/** What the containers of a pod cannot do on one network, which may be that of the node. */
export function judgePodNetwork(context: ExposureContext, isOnHostNetwork: boolean): void {
  checkPodSharesOneNetwork(context.workload, context.findings, isOnHostNetwork ? 'HN-3' : 'W-6');
  checkPrivilegedPorts(context, isOnHostNetwork ? 'HN-10' : 'E-5');
}

/** @returns the pods as they are rendered without their door. */
function judgeContainers(context: ExposureContext): kplus.k8s.PodSpec {
  const { workload, findings, cluster, options } = context;
  for (const container of workload.containers) {
    checkOneContainer(container, findings);
  }
  checkNamesAcrossPod(workload.containers, findings);
  const pod = render(workload, findings);
  checkProbeHosts(pod.containers, findings, cluster);
  checkProbePorts(workload.containers, findings);
  checkRootIsPossible(pod, findings);
  checkSelector(workload, findings);
  judgePodNetwork(context, pod.hostNetwork === true || STRATEGIES[options.strategy].onHostNetwork === true);
  checkHostPortGrammar(context);
  if (STRATEGIES[options.strategy].hostPorts === undefined) {
    checkOwnPortsOfNode(context);
  }
  return pod;
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
