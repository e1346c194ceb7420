import { RefusedOption } from '../shape';

const LOAD_BALANCER_ONLY: RefusedOption = { rule: 'NP-6', instead: 'belongs to Services of type LoadBalancer; put it into loadBalancer' };
const EXTERNAL_ONLY: RefusedOption = { rule: 'S-13', instead: 'has no meaning for a ClusterIP Service; put it into nodePort or loadBalancer' };
const NOT_HEADLESS: RefusedOption = { rule: 'S-16', instead: 'does not exist: a headless Service has no door, and cannot be made an ordinary one later' };
const DEPRECATED: RefusedOption = { rule: 'LB-6', instead: 'does not exist: Kubernetes has deprecated the field; use an annotation of your provider' };

/** Options that Kubernetes has fields for, and that do not exist here because of a rule, by their path in the props. */
export const REFUSED: Readonly<Record<string, RefusedOption>> = {
  'nodePort.healthCheckNodePort': LOAD_BALANCER_ONLY,
  'nodePort.loadBalancerClass': LOAD_BALANCER_ONLY,
  'nodePort.loadBalancerSourceRanges': LOAD_BALANCER_ONLY,
  'nodePort.allocateLoadBalancerNodePorts': { rule: 'LB-4', instead: 'belongs to Services of type LoadBalancer; put it into loadBalancer' },
  'nodePort.clusterIP': { ...NOT_HEADLESS, rule: 'NP-7' },
  'loadBalancer.clusterIP': NOT_HEADLESS,
  'clusterIp.clusterIP': NOT_HEADLESS,
  'service.clusterIP': NOT_HEADLESS,
  'clusterIp.nodePort': { rule: 'S-15', instead: 'cannot be used with a ClusterIP Service; choose the strategy NodePort and nodePort.ports' },
  'clusterIp.externalTrafficPolicy': EXTERNAL_ONLY,
  'service.externalTrafficPolicy': EXTERNAL_ONLY,
  'loadBalancer.loadBalancerIP': DEPRECATED,
  'service.loadBalancerIP': DEPRECATED,
  'loadBalancer.externalIPs': DEPRECATED,
  'nodePort.externalIPs': DEPRECATED,
  'service.externalIPs': DEPRECATED,
  'hostNetwork.hostIP': { rule: 'HN-7', instead: 'does not change the address that a process binds in the node\'s network; tell the app itself' },
  'hostNetwork.hostIp': { rule: 'HN-7', instead: 'does not change the address that a process binds in the node\'s network; tell the app itself' },
  'hostNetwork.ports': { rule: 'HN-1', instead: 'does not exist: with the node\'s network the host port is the container\'s; use HOST_PORT to choose another' },
  'ingress.resource': { rule: 'IN-8', instead: 'does not exist: the backend is the app\'s own Service' },
};
