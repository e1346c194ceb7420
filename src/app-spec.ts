import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { AppPort } from './app-port';
import { Rollout } from './rollout';

/** The kind of workload that runs the app's pods. */
export enum WorkloadKind {
  /** Interchangeable pods: web services, APIs, most apps. */
  DEPLOYMENT = 'Deployment',

  /** One pod on every eligible node: agents, and what is exposed by a port of the node. */
  DAEMON_SET = 'DaemonSet',

  /** Pods with a name and storage of their own: databases, brokers. */
  STATEFUL_SET = 'StatefulSet',
}

/**
 * Storage that each pod of a StatefulSet gets of its own and keeps over restarts.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#volume-claim-templates
 */
export interface VolumeClaim {
  /** The name of the claim: a DNS label of at most 63 characters. */
  readonly name: string;

  /** Where the app's container sees it: an absolute path. */
  readonly path: string;

  /** How much storage is asked for. */
  readonly size: Size;

  /**
   * The StorageClass.
   *
   * @default - the cluster's default class
   */
  readonly storageClassName?: string;

  /**
   * The access modes.
   *
   * @default [kplus.PersistentVolumeAccessMode.READ_WRITE_ONCE]
   */
  readonly accessModes?: kplus.PersistentVolumeAccessMode[];
}

/**
 * How many pods a voluntary disruption, such as the drain of a node, must leave running. One of the two.
 *
 * @see https://kubernetes.io/docs/tasks/run-application/configure-pdb/
 */
export interface DisruptionBudget {
  /**
   * How many pods stay available.
   *
   * @default - not limited
   */
  readonly minAvailable?: kplus.PercentOrAbsolute;

  /**
   * How many pods may be missing.
   *
   * @default - not limited
   */
  readonly maxUnavailable?: kplus.PercentOrAbsolute;
}

/**
 * What the app is, and nothing about how it is reached.
 *
 * The pods satisfy Pod Security *restricted* unless told otherwise: not root, no privilege escalation, no capabilities,
 * the runtime's seccomp profile, a read-only root file system, no service account token.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export interface AppSpec {
  /**
   * The name of the workload and of the Service, and so the first part of the app's address inside the cluster: a DNS
   * label that begins with a letter, at most 63 characters (S-1). The pods are selected by it, so that a live app survives a move
   * of its construct to another scope.
   *
   * @default - made by the chart from the construct path, as cdk8s names every object
   */
  readonly name?: string;

  /** The container image. */
  readonly image: string;

  /**
   * When the image is pulled.
   *
   * @default - Kubernetes' own: `Always` for the tag `latest` or none, otherwise `IfNotPresent`
   */
  readonly imagePullPolicy?: kplus.ImagePullPolicy;

  /**
   * The credentials of the image's registry.
   *
   * @default - none
   */
  readonly dockerRegistryAuth?: kplus.ISecret;

  /**
   * The entry point.
   *
   * @default - that of the image
   */
  readonly command?: string[];

  /**
   * The arguments of the entry point.
   *
   * @default - those of the image
   */
  readonly args?: string[];

  /**
   * The working directory.
   *
   * @default - that of the image
   */
  readonly workingDir?: string;

  /**
   * Environment variables, by name.
   *
   * @default - none
   */
  readonly env?: { [name: string]: kplus.EnvValue };

  /**
   * ConfigMaps and Secrets whose every key becomes an environment variable: `kplus.Env.fromConfigMap(…)`.
   *
   * @default - none
   */
  readonly envFrom?: kplus.EnvFrom[];

  /** The ports that the app listens on, at least one, and at least one exposed. The first is the main port. */
  readonly ports: AppPort[];

  /**
   * How many pods run. Not together with a DaemonSet (W-9). Leave it out where a HorizontalPodAutoscaler decides.
   *
   * @default 1
   */
  readonly replicas?: number;

  /**
   * The kind of workload.
   *
   * @default WorkloadKind.DEPLOYMENT
   */
  readonly workload?: WorkloadKind;

  /**
   * How a new version replaces the old one.
   *
   * @default - Kubernetes' own for the workload kind; in the host modes one that cannot deadlock on the node's port (HN-9)
   */
  readonly rollout?: Rollout;

  /**
   * When a pod may be sent requests. A probe without a port, here and in `liveness` and `startup`, asks the first exposed TCP port
   * of the app's own container, else its first TCP port. Where the container has no TCP port, a probe has to state one (W-13).
   *
   * @default - a connection to that port; none when there is no such port (W-12)
   */
  readonly readiness?: kplus.Probe;

  /**
   * When a container is restarted.
   *
   * @default - only when its process ends
   */
  readonly liveness?: kplus.Probe;

  /**
   * When the other probes begin.
   *
   * @default - at once
   */
  readonly startup?: kplus.Probe;

  /**
   * What is run after the start and before the stop of the container.
   *
   * @default - nothing
   */
  readonly lifecycle?: kplus.ContainerLifecycle;

  /**
   * How long a pod may take to stop, the `preStop` hook of `lifecycle` included.
   *
   * @default Duration.seconds(30)
   */
  readonly terminationGracePeriod?: Duration;

  /**
   * CPU, memory and ephemeral storage, requested and at most.
   *
   * @default - none are set
   */
  readonly resources?: kplus.ContainerResources;

  /**
   * Volumes that the app's container mounts. They are added to the pod by themselves.
   *
   * @default - none
   */
  readonly volumeMounts?: kplus.VolumeMount[];

  /**
   * Storage that each pod of a StatefulSet gets of its own.
   *
   * @default - none
   */
  readonly volumeClaims?: VolumeClaim[];

  /**
   * The security context of the app's container; what is not stated stays restricted.
   *
   * @default - Pod Security restricted
   */
  readonly securityContext?: kplus.ContainerSecurityContextProps;

  /**
   * The security context of the pod: group of the volumes, sysctls, user.
   *
   * @default - not root, the runtime's seccomp profile
   */
  readonly podSecurityContext?: kplus.PodSecurityContextProps;

  /**
   * Whether the pod shares the users of its node. `false` gives it a user namespace of its own, which host network pods
   * cannot have (HN-4).
   *
   * @default - not set, which Kubernetes takes as true
   */
  readonly hostUsers?: boolean;

  /**
   * The service account of the pods.
   *
   * @default - the default account of the namespace
   */
  readonly serviceAccount?: kplus.IServiceAccount;

  /**
   * Whether the pods get a token of their service account.
   *
   * @default false
   */
  readonly automountServiceAccountToken?: boolean;

  /**
   * Whether every Service of the namespace is put into the environment as `<NAME>_PORT` and so on. An app that reads such a
   * variable itself breaks on it (W-11).
   *
   * @default false
   */
  readonly enableServiceLinks?: boolean;

  /**
   * The DNS settings of the pods. In HOST_NETWORK the policy `ClusterFirst` would lose the cluster's names (HN-6).
   *
   * @default - the cluster's DNS in every mode
   */
  readonly dns?: kplus.PodDnsProps;

  /**
   * Labels a node must have to run the pods.
   *
   * @default - any node
   */
  readonly nodeSelector?: { [label: string]: string };

  /**
   * Taints that the pods tolerate; `[kplus.NodeTaintQuery.any()]` runs an agent on every node.
   *
   * @default - none
   */
  readonly tolerations?: kplus.NodeTaintQuery[];

  /**
   * The PriorityClass of the pods, such as `system-node-critical`.
   *
   * @default - the cluster's default
   */
  readonly priorityClassName?: string;

  /**
   * How many pods a drain of nodes must leave running.
   *
   * @default - not limited
   */
  readonly disruptionBudget?: DisruptionBudget;

  /**
   * Containers that run to their end before the app starts, in this order. They are restricted like the app.
   *
   * @default - none
   */
  readonly initContainers?: kplus.ContainerProps[];

  /**
   * Containers that run beside the app in the same pod. They are restricted like the app; each needs a name.
   *
   * @default - none
   */
  readonly sidecars?: kplus.ContainerProps[];

  /**
   * Labels of every object that is made for the app, pods included. They never become part of a selector (W-10).
   *
   * @default - `app.kubernetes.io/name` with the app's name
   */
  readonly labels?: { [key: string]: string };

  /**
   * Annotations of the pods.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
}
