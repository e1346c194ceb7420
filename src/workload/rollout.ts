import * as kplus from 'cdk8s-plus-27';
import { Rollout, RolloutType } from '../rollout';

/** The update strategy of a DaemonSet: one of the two numbers is not zero (W-8). */
export function daemonSetStrategy(rollout: Rollout): kplus.k8s.DaemonSetUpdateStrategy {
  if (rollout.type === RolloutType.ON_DELETE) {
    return { type: 'OnDelete' };
  }
  const maxSurge = rollout.maxSurge ?? kplus.PercentOrAbsolute.absolute(0);
  const maxUnavailable = rollout.maxUnavailable ?? kplus.PercentOrAbsolute.absolute(maxSurge.isZero() ? 1 : 0);
  return { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } };
}

export function deploymentStrategy(rollout: Rollout): kplus.DeploymentStrategy {
  return rollout.type === RolloutType.RECREATE
    ? kplus.DeploymentStrategy.recreate()
    : kplus.DeploymentStrategy.rollingUpdate({ maxSurge: rollout.maxSurge, maxUnavailable: rollout.maxUnavailable });
}

export function statefulSetStrategy(rollout: Rollout): kplus.StatefulSetUpdateStrategy {
  return rollout.type === RolloutType.ON_DELETE
    ? kplus.StatefulSetUpdateStrategy.onDelete()
    : kplus.StatefulSetUpdateStrategy.rollingUpdate({ partition: rollout.partition });
}
