import { createHash } from 'node:crypto';
import { Size, SizeRoundingBehavior } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { AppSpec, WorkloadKind } from '../app-spec';
import { Rollout } from '../rollout';
import { restrictContainer, restrictPod } from './restricted';
import { daemonSetStrategy, deploymentStrategy, statefulSetStrategy } from './rollout';

/** What an app adds to the pods that cdk8s-plus renders. */
function appPod(app: AppSpec, pod: kplus.k8s.PodSpec): kplus.k8s.PodSpec {
  return {
    ...pod,
    securityContext: restrictPod(pod.securityContext),
    containers: pod.containers.map((container, index) => restrictContainer(index === 0 ? withClaims(app, container) : container)),
    initContainers: pod.initContainers?.map(restrictContainer),
    enableServiceLinks: app.enableServiceLinks ?? false,
    hostUsers: app.hostUsers,
    nodeSelector: app.nodeSelector,
    priorityClassName: app.priorityClassName,
  };
}

function withClaims(app: AppSpec, container: kplus.k8s.Container): kplus.k8s.Container {
  const mounts = (app.volumeClaims ?? []).map(claim => ({ name: claim.name, mountPath: claim.path }));
  return mounts.length === 0 ? container : { ...container, volumeMounts: [...container.volumeMounts ?? [], ...mounts] };
}

class AppDeployment extends kplus.Deployment {
  public constructor(scope: Construct, id: string, props: kplus.WorkloadProps, private readonly app: AppSpec) {
    super(scope, id, { ...props, replicas: app.replicas, strategy: app.rollout && deploymentStrategy(app.rollout) });
  }

  /** @internal */
  public _toPodSpec(): kplus.k8s.PodSpec {
    return appPod(this.app, super._toPodSpec());
  }

  /** @internal */
  public _toKube(): kplus.k8s.DeploymentSpec {
    return { ...super._toKube(), replicas: this.hasAutoscaler ? undefined : this.replicas ?? 1 };
  }
}

/** A DaemonSet with an update strategy, which that of cdk8s-plus has not. */
export class AppDaemonSet extends kplus.DaemonSet {
  public readonly rollout?: Rollout;

  public constructor(scope: Construct, id: string, props: kplus.WorkloadProps, private readonly app: AppSpec) {
    super(scope, id, props);
    this.rollout = app.rollout;
  }

  /** @internal */
  public _toPodSpec(): kplus.k8s.PodSpec {
    return appPod(this.app, super._toPodSpec());
  }

  /** @internal */
  public _toKube(): kplus.k8s.DaemonSetSpec {
    return { ...super._toKube(), updateStrategy: this.rollout && daemonSetStrategy(this.rollout) };
  }
}

class AppStatefulSet extends kplus.StatefulSet {
  public constructor(scope: Construct, id: string, props: kplus.WorkloadProps, private readonly app: AppSpec, headless: kplus.Service) {
    super(scope, id, {
      ...props,
      service: headless,
      replicas: app.replicas,
      strategy: app.rollout && statefulSetStrategy(app.rollout),
    });
  }

  /** @internal */
  public _toPodSpec(): kplus.k8s.PodSpec {
    return appPod(this.app, super._toPodSpec());
  }

  /** @internal */
  public _toKube(): kplus.k8s.StatefulSetSpec {
    return { ...super._toKube(), volumeClaimTemplates: this.app.volumeClaims?.map(volumeClaimTemplate) };
  }
}

function volumeClaimTemplate(claim: Required<AppSpec>['volumeClaims'][number]): kplus.k8s.KubePersistentVolumeClaimProps {
  return {
    metadata: { name: claim.name },
    spec: {
      accessModes: claim.accessModes ?? [kplus.PersistentVolumeAccessMode.READ_WRITE_ONCE],
      storageClassName: claim.storageClassName,
      resources: { requests: { storage: kplus.k8s.Quantity.fromString(quantity(claim.size)) } },
    },
  };
}

/** In MiB, which is what cdk8s-plus writes, or in KiB where those are not whole. */
function quantity(size: Size): string {
  const mebibytes = size.toMebibytes({ rounding: SizeRoundingBehavior.NONE });
  return Number.isInteger(mebibytes) ? `${mebibytes}Mi` : `${size.toKibibytes()}Ki`;
}

/** The headless Service that gives the pods of a StatefulSet their names, before they are ready too. */
class HeadlessService extends kplus.Service {
  /** @internal */
  public _toKube(): kplus.k8s.ServiceSpec {
    return { ...super._toKube(), externalIPs: undefined, publishNotReadyAddresses: true };
  }
}

/** The name of the headless Service of the StatefulSet `name`. */
export function headlessName(name: string): string {
  return `${name}-headless`;
}

const LONGEST_LABEL = 63;

/**
 * Selects the pods of a workload by its name and kind instead of its construct path. A name that is stated is the app's identity: a
 * selector can never be changed, so moving the construct in the tree must not change it, and a change of kind must.
 */
export function selectByName(workload: kplus.Workload, name: string): void {
  const full = `${name}-${workload.kind.toLowerCase()}`;
  const address = full.length <= LONGEST_LABEL ? full : `${full.slice(0, LONGEST_LABEL - 9)}-${createHash('sha256').update(full).digest('hex').slice(0, 8)}`;
  const labels = { [kplus.Pod.ADDRESS_LABEL]: address };
  workload.podMetadata.addLabel(kplus.Pod.ADDRESS_LABEL, address);
  workload.select(kplus.LabelSelector.of({ labels }));
  if (workload instanceof kplus.StatefulSet) {
    workload.service.select(workload);
  }
}

/** Whether a workload was made for an app, and not by the user. */
export function isOfApp(workload: kplus.Workload): boolean {
  return workload instanceof AppDeployment || workload instanceof AppDaemonSet || workload instanceof AppStatefulSet;
}

type MakeWorkload = (scope: Construct, props: kplus.WorkloadProps, app: AppSpec, servicePorts: kplus.ServicePort[]) => kplus.Workload;

/** Makes the workload of an app. One row for each kind; the construct ids are the kinds, so that a change of kind changes the selector. */
export const APP_WORKLOADS: Record<WorkloadKind, MakeWorkload> = {
  [WorkloadKind.DEPLOYMENT]: (scope, props, app) => new AppDeployment(scope, WorkloadKind.DEPLOYMENT, props, app),
  [WorkloadKind.DAEMON_SET]: (scope, props, app) => new AppDaemonSet(scope, WorkloadKind.DAEMON_SET, props, app),
  [WorkloadKind.STATEFUL_SET]: (scope, props, app, ports) => {
    const { name, ...metadata } = props.metadata!;
    const headless = new HeadlessService(scope, 'Headless', { metadata: { ...metadata, name: headlessName(name!) }, clusterIP: 'None', ports });
    return new AppStatefulSet(scope, WorkloadKind.STATEFUL_SET, props, app, headless);
  },
};
