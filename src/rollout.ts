import { PercentOrAbsolute } from 'cdk8s-plus-27';

/** How the pods of a workload are replaced by those of a new version. */
export enum RolloutType {
  /** Bit by bit. */
  ROLLING_UPDATE = 'RollingUpdate',

  /** All old pods end before the first new one starts. Deployments only. */
  RECREATE = 'Recreate',

  /** A pod is replaced when somebody deletes it. DaemonSets and StatefulSets only. */
  ON_DELETE = 'OnDelete',
}

/**
 * How a new version replaces the old one, in the fields of the workload's own update strategy.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy
 */
export interface Rollout {
  /**
   * The kind of rollout.
   *
   * @default RolloutType.ROLLING_UPDATE
   */
  readonly type?: RolloutType;

  /**
   * How many pods may be started beyond the wanted number. A pod that holds a port of its node needs 0 here (HN-8, HN-9).
   *
   * @default - Kubernetes' own: 25% for a Deployment, 0 for a DaemonSet; 0 in the host modes
   */
  readonly maxSurge?: PercentOrAbsolute;

  /**
   * How many pods may be missing during the rollout. Not both this and `maxSurge` may be 0 (W-7), at most 100%.
   *
   * @default - Kubernetes' own: 25% for a Deployment, 1 for a DaemonSet; 1 in the host modes
   */
  readonly maxUnavailable?: PercentOrAbsolute;

  /**
   * StatefulSets only: pods with a number below this stay on the old version.
   *
   * @default 0
   */
  readonly partition?: number;
}
