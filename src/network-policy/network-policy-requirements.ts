import { senderOf } from './senders';
import { Requirement, RequirementKind } from '../access/requirement';
import { ExposureContext } from '../strategies/strategy';

/** What the NetworkPolicy needs of the cluster. What the app states of its door itself is taken at its word. */
export function networkPolicyRequirements(context: ExposureContext): Requirement[] {
  const { options: { networkPolicy, strategy }, cluster, exposed } = context;
  if (!networkPolicy) {
    return [];
  }
  const sender = senderOf(context);
  const isKnown = networkPolicy.from?.[strategy] === undefined && exposed.every(port => sender?.from(context, port) !== undefined);
  const ofSender = isKnown ? sender?.requirement?.(context) : undefined;
  return [
    ...cluster.network.networkPolicies ? [] : [{
      kind: RequirementKind.CAPABILITY,
      description: 'a CNI that enforces NetworkPolicies, such as Calico, Cilium or Antrea; another, such as flannel alone, takes the object and lets everybody in',
      check: 'kubectl get daemonsets -A -o wide',
    }],
    ...ofSender ? [ofSender] : [],
  ];
}
