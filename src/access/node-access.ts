import * as kplus from 'cdk8s-plus-27';
import { Placeholder } from './access-point';
import { Kubectl, labelSelector, nodeAddress } from './kubectl';

/** The nodes that run a pod of the workload, as placeholders for a URL: the doors of the host modes are only there. */
export function podNode(kubectl: Kubectl, workload: kplus.Workload): { inside: Placeholder; outside: Placeholder } {
  const pods = `pods -l ${labelSelector(selectorOf(workload))} --field-selector=status.phase=Running`;
  return {
    inside: {
      name: 'NODE_IP',
      description: 'the address of a node that runs a pod',
      command: kubectl.get(pods, '{.items[0].status.hostIP}'),
    },
    outside: {
      name: 'NODE_ADDRESS',
      description: 'the address of a node that runs a pod, as the outside knows it',
      command: nodeAddress(`"$(${kubectl.get(pods, '{.items[0].spec.nodeName}')})"`),
    },
  };
}

/** Any node, as placeholders for a URL. */
export function anyNode(): { inside: Placeholder; outside: Placeholder } {
  const first = 'kubectl get nodes -o jsonpath=\'{.items[0].metadata.name}\'';
  return {
    inside: {
      name: 'NODE_IP',
      description: 'the address of any node',
      command: 'kubectl get nodes -o jsonpath=\'{.items[0].status.addresses[?(@.type=="InternalIP")].address}\' | awk \'{print $1}\'',
    },
    outside: {
      name: 'NODE_ADDRESS',
      description: 'the address of any node, as the outside knows it',
      command: nodeAddress(`"$(${first})"`),
    },
  };
}

function selectorOf(workload: kplus.Workload): { [key: string]: string } {
  return workload.toPodSelectorConfig().labelSelector._toKube().matchLabels ?? {};
}
