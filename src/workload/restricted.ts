import * as kplus from 'cdk8s-plus-27';

/**
 * What Pod Security *restricted* asks for beyond cdk8s-plus' own defaults: the runtime's seccomp profile, and no capabilities.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export function restrictPod(context: kplus.k8s.PodSecurityContext | undefined): kplus.k8s.PodSecurityContext {
  return { ...context, seccompProfile: { type: 'RuntimeDefault' } };
}

export function restrictContainer(container: kplus.k8s.Container): kplus.k8s.Container {
  const { privileged, capabilities, ...context } = container.securityContext ?? {};
  if (privileged) { // the API server refuses privileged with anything that takes privileges away
    return { ...container, securityContext: { ...context, privileged, allowPrivilegeEscalation: undefined, capabilities: plainNames(capabilities) } };
  }
  return { ...container, securityContext: { ...context, privileged, capabilities: plainNames({ drop: ['ALL'], ...capabilities }) } };
}

/** Kubernetes writes capabilities without the prefix that cdk8s-plus gives them. */
function plainNames(capabilities: kplus.k8s.Capabilities | undefined): kplus.k8s.Capabilities | undefined {
  const plain = (names: string[] | undefined) => names?.map(name => name.replace(/^CAP_/, ''));
  return capabilities && { add: plain(capabilities.add), drop: plain(capabilities.drop) };
}
