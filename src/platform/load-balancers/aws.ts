import { addressesOf, all, annotation, eachLike, healthCheck, ipv4, secondsBetween, seconds, withTcp } from './cells';
import { IntentContext, Provider } from './provider';

const aws = (name: string) => `service.beta.kubernetes.io/aws-load-balancer-${name}`;
const CONTROLLER = 'https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/annotations/';
const CLASSIC = 'https://github.com/kubernetes/cloud-provider-aws/blob/master/docs/service_controller.md';
const PROXY = 'an app that understands the PROXY protocol, and the same without it from inside the cluster';

const joined = (subnets: string[]) => subnets.join(',');

/** An address of an internal load balancer is one of its subnets; a public one has Elastic IP addresses. */
const addressKey = ({ intents: { internal } }: IntentContext) => aws(internal ? 'private-ipv4-addresses' : 'eip-allocations');

const allocation = eachLike(/^eipalloc-[0-9a-f]+$/, 'the allocation id of an Elastic IP address; write one such as "eipalloc-0123456789abcdef0"');

export const awsNlb: Provider = {
  title: 'AWS Load Balancer Controller',
  website: 'https://kubernetes-sigs.github.io/aws-load-balancer-controller/',
  always: {
    by: `annotations ${aws('nlb-target-type')}, ${aws('scheme')}, and ${aws('type')} where there is no load balancer class`,
    source: CONTROLLER,
    needs: 'pods with addresses of the VPC, as the Amazon VPC CNI gives them; to others the load balancer sends nothing',
    render: (_, { loadBalancerClass, stated }) => ({
      annotations: {
        ...loadBalancerClass === undefined ? { [aws('type')]: 'external' } : {},
        [aws('nlb-target-type')]: 'ip',
        ...aws('internal') in stated ? {} : { [aws('scheme')]: 'internet-facing' },
      },
    }),
  },
  intents: {
    internal: annotation(aws('scheme'), CONTROLLER, { write: () => 'internal' }),
    staticAddress: {
      by: `annotation ${aws('eip-allocations')}, or ${aws('private-ipv4-addresses')} where it is internal`,
      source: CONTROLLER,
      check: all(
        (value, context) => (context.intents.internal ? ipv4 : allocation)(value, context),
        (value, { intents: { subnets } }) => subnets && subnets.length !== addressesOf(value).length
          ? `has ${addressesOf(value).length} entries for ${subnets.length} subnets; give one for each of subnets`
          : undefined,
      ),
      render: (value, context) => ({ annotations: { [addressKey(context)]: addressesOf(value).join(',') } }),
    },
    subnets: annotation(aws('subnets'), CONTROLLER, { write: joined }),
    loadBalancerSourceRanges: { by: 'field loadBalancerSourceRanges, by the security group of the load balancer', source: `${CONTROLLER}#lb-source-ranges` },
    crossZone: annotation(aws('attributes'), CONTROLLER, { write: () => 'load_balancing.cross_zone.enabled=true' }),
    proxyProtocol: annotation(aws('proxy-protocol'), CONTROLLER, { write: () => '*', needs: PROXY }),
    idleTimeout: annotation(aws('listener-attributes.TCP-{port}'), CONTROLLER, {
      check: all(withTcp, secondsBetween(60, 6000)),
      write: duration => `tcp.idle_timeout.seconds=${seconds(duration)}`,
    }),
    healthCheck: healthCheck(CONTROLLER, {
      protocol: { key: aws('healthcheck-protocol') },
      path: { key: aws('healthcheck-path') },
      port: { key: aws('healthcheck-port') },
      interval: { key: aws('healthcheck-interval'), range: [5, 300] },
      healthyThreshold: { key: aws('healthcheck-healthy-threshold'), range: [2, 10] },
      unhealthyThreshold: { key: aws('healthcheck-unhealthy-threshold'), range: [2, 10] },
    }),
  },
};

export const awsInTree: Provider = {
  title: 'AWS cloud provider',
  website: 'https://cloud-provider-aws.sigs.k8s.io/',
  intents: {
    internal: annotation(aws('internal'), CLASSIC),
    subnets: annotation(aws('subnets'), CLASSIC, { write: joined }),
    loadBalancerSourceRanges: { by: 'field loadBalancerSourceRanges, by the security group of the load balancer', source: 'https://github.com/kubernetes/cloud-provider-aws/blob/master/pkg/providers/v1/aws.go' },
    crossZone: annotation(aws('cross-zone-load-balancing-enabled'), CLASSIC),
    proxyProtocol: annotation(aws('proxy-protocol'), CLASSIC, { write: () => '*', needs: PROXY }),
    idleTimeout: annotation(aws('connection-idle-timeout'), CLASSIC, {
      check: secondsBetween(1, 4000), write: duration => String(seconds(duration)),
    }),
    healthCheck: healthCheck(CLASSIC, {
      protocol: { key: aws('healthcheck-protocol') },
      path: { key: aws('healthcheck-path') },
      port: { key: aws('healthcheck-port') },
      interval: { key: aws('healthcheck-interval'), range: [5, 300] },
      timeout: { key: aws('healthcheck-timeout'), range: [2, 60] },
      healthyThreshold: { key: aws('healthcheck-healthy-threshold'), range: [2, 10] },
      unhealthyThreshold: { key: aws('healthcheck-unhealthy-threshold'), range: [2, 10] },
    }),
  },
};
