import { ExposureStrategy } from '../exposure-strategy';
import { clusterIp } from './cluster-ip';
import { gateway } from './gateway';
import { hostNetwork } from './host-network';
import { hostPort } from './host-port';
import { ingress } from './ingress';
import { loadBalancer } from './load-balancer';
import { nodePort } from './node-port';
import { Strategy } from './strategy';

/** The total table: a mode that is missing here does not compile. */
export const STRATEGIES: Record<ExposureStrategy, Strategy> = {
  [ExposureStrategy.HOST_NETWORK]: hostNetwork,
  [ExposureStrategy.HOST_PORT]: hostPort,
  [ExposureStrategy.CLUSTER_IP]: clusterIp,
  [ExposureStrategy.NODE_PORT]: nodePort,
  [ExposureStrategy.LOAD_BALANCER]: loadBalancer,
  [ExposureStrategy.INGRESS]: ingress,
  [ExposureStrategy.GATEWAY]: gateway,
};
