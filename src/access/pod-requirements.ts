import * as kplus from 'cdk8s-plus-27';
import { Kubectl } from './kubectl';
import { PodSecurityLevel, podSecurityLevel } from './pod-security';
import { Requirement, RequirementKind } from './requirement';

const REASONS: Record<PodSecurityLevel, string> = {
  restricted: 'the pods keep to the strictest',
  baseline: 'the pods do not keep to restricted',
  privileged: 'the pods open ports of the node, or ask for more than baseline admits; a stricter namespace takes the workload and refuses its pods',
};

/** What the pods need, of the namespace and of the image. */
export function podRequirements(workload: kplus.Workload, namespace: string | undefined, onNode: boolean): Requirement[] {
  const kubectl = new Kubectl(namespace);
  const level = podSecurityLevel(workload._toPodSpec(), onNode);
  return [
    {
      kind: RequirementKind.POD_SECURITY,
      description: `a namespace that admits Pod Security level ${level}: ${REASONS[level]}`,
      check: `kubectl get namespace ${kubectl.namespaceWord} -o jsonpath='{.metadata.labels.pod-security\\.kubernetes\\.io/enforce}'`,
    },
    ...workload.containers.flatMap(container => imageRequirements(workload, container)),
  ];
}

function imageRequirements(workload: kplus.Workload, { image, securityContext }: kplus.Container): Requirement[] {
  const namesUser = (securityContext.user ?? workload.securityContext.user) !== undefined;
  return [
    ...securityContext.ensureNonRoot && !namesUser ? ['has to name a numeric user other than root, unless securityContext.user does; otherwise the container is not started'] : [],
    ...securityContext.readOnlyRootFilesystem ? ['must write to mounted volumes alone, because its root file system is read-only'] : [],
  ].map(what => ({ kind: RequirementKind.IMAGE, description: `image ${image} ${what}` }));
}
