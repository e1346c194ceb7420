import { NodeOs } from './cluster-facts';
import { platformOf } from './platform-of';
import { choosesOs, OS_LABEL } from './platform-rules';
import { Requirement, RequirementKind } from '../access/requirement';
import { ExposureStrategy } from '../exposure-strategy';
import { ExposureContext } from '../strategies/strategy';

/** What the profile says of how the other side of a door is set up. */
const SET_UP: Partial<Record<ExposureStrategy, { readonly what: string; readonly by: (context: ExposureContext) => string | undefined }>> = {
  [ExposureStrategy.LOAD_BALANCER]: { what: 'load balancer', by: ({ cluster }) => cluster.loadBalancer?.setUpBy },
  [ExposureStrategy.INGRESS]: { what: 'Ingress controller', by: context => platformOf(context, 'ingress')?.setUpBy },
  [ExposureStrategy.GATEWAY]: { what: 'Gateway API', by: context => platformOf(context, 'gateway')?.setUpBy },
};

/** What the profile of the cluster takes for granted, and what it leaves open. */
export function platformRequirements(context: ExposureContext): Requirement[] {
  const { cluster, workload, options } = context;
  const setUp = SET_UP[options.strategy];
  const by = setUp?.by(context);
  return [
    ...setUp && by !== undefined
      ? [{ kind: RequirementKind.CAPABILITY, description: `the ${setUp.what} of cluster ${cluster.name}, which is set up by ${by}` }]
      : [],
    ...cluster.nodeOs === NodeOs.MIXED && !choosesOs(workload._toPodSpec()) ? [{
      kind: RequirementKind.IMAGE,
      description: `an image for every operating system of the nodes, since nodeOs of ClusterProfile ${cluster.name} is Mixed and the pods have no node selector ${OS_LABEL}`,
      check: `kubectl get nodes -L ${OS_LABEL}`,
    }] : [],
  ];
}
