import { Duration } from 'cdk8s';
import { addressesOf, all, annotation, healthCheck, internalOnly, oneOfEachFamily, oneSubnet, publicOnly, seconds, withTcp } from './cells';
import { IntentContext, Provider } from './provider';
import { isIpAddress, isIpv6 } from '../../kubernetes/addresses';
import { shown } from '../../kubernetes/names';
import { LoadBalancerHealthCheck } from '../../strategies/load-balancer-intents';

const azure = (name: string) => `service.beta.kubernetes.io/azure-${name}`;
const probe = (name: string) => `service.beta.kubernetes.io/port_{port}_health-probe_${name}`;
const DOCS = 'https://cloud-provider-azure.sigs.k8s.io/topics/loadbalancer/';
const PROBES = `${DOCS}#custom-load-balancer-health-probe`;

const isAddress = (value: string) => addressesOf(value).some(isIpAddress);

/** The names that Azure gives to public addresses by itself. */
const OWN_NAME = /^([a-z][a-z0-9-]{1,61}[a-z0-9])\.[a-z0-9]+\.cloudapp\.azure\.com$/;

function namedAddress(value: string, context: IntentContext): string | undefined {
  return /^[A-Za-z0-9]([\w.-]{0,78}\w)?$/.test(value)
    ? publicOnly(value, context) && `${shown(value)} is the name of a public IP address, and the load balancer is internal; give an IP address, or leave internal out`
    : `${shown(value)} is neither an IP address nor the name of a public one; write one such as "10.0.0.5" or "web-ip"`;
}

const isPrefix = (value: string) => /^\/subscriptions\/[^\s]+\/publicIPPrefixes\/[\w.-]+$/i.test(value) ? undefined
  : `${shown(value)} is not the id of a public IP prefix; write one such as "/subscriptions/…/publicIPPrefixes/web"`;

const wholeMinutes = (duration: Duration) => {
  const minutes = seconds(duration) / 60;
  return Number.isInteger(minutes) && minutes >= 4 && minutes <= 30 ? undefined
    : `is ${seconds(duration)} seconds, and the provider takes whole minutes from 4 to 30; choose one of them`;
};

const inTwoMinutes = ({ interval, unhealthyThreshold = 2 }: LoadBalancerHealthCheck) => (interval ? seconds(interval) : 5) * unhealthyThreshold > 120
  ? 'takes more than 120 seconds to find a target unhealthy; lower interval or unhealthyThreshold'
  : undefined;

export const aks: Provider = {
  title: 'AKS',
  website: 'https://learn.microsoft.com/azure/aks/load-balancer-standard',
  intents: {
    internal: annotation(azure('load-balancer-internal'), DOCS),
    staticAddress: {
      by: `annotation ${azure('load-balancer-ipv4')} or ${azure('load-balancer-ipv6')}, or ${azure('pip-name')} for the name of one`,
      source: DOCS,
      check: (value, context) => (isAddress(value) ? oneOfEachFamily : namedAddress)(value, context),
      render: value => ({
        annotations: Object.fromEntries(isAddress(value)
          ? addressesOf(value).map(address => [azure(isIpv6(address) ? 'load-balancer-ipv6' : 'load-balancer-ipv4'), address])
          : [[azure('pip-name'), value]]),
      }),
    },
    addressPool: annotation(azure('pip-prefix-id'), DOCS, { check: all<string>(publicOnly, isPrefix) }),
    subnets: annotation(azure('load-balancer-internal-subnet'), DOCS, { check: all<string[]>(internalOnly, oneSubnet), write: ([subnet]) => subnet }),
    loadBalancerSourceRanges: {
      by: `field loadBalancerSourceRanges, by the network security group, and annotation ${azure('deny-all-except-load-balancer-source-ranges')} where it is internal`,
      source: DOCS,
      render: (_, { intents: { internal } }) => internal ? { annotations: { [azure('deny-all-except-load-balancer-source-ranges')]: 'true' } } : {},
    },
    idleTimeout: annotation(azure('load-balancer-tcp-idle-timeout'), DOCS, {
      check: wholeMinutes, write: duration => String(seconds(duration) / 60),
    }),
    healthCheck: healthCheck(PROBES, {
      protocol: { key: probe('protocol') },
      path: { key: probe('request-path') },
      port: { key: probe('port') },
      interval: { key: probe('interval'), range: [5, 60] },
      unhealthyThreshold: { key: probe('num-of-probe'), range: [2, 24] },
    }, {}, all<LoadBalancerHealthCheck>(withTcp, inTwoMinutes)),
    dnsName: annotation(azure('dns-label-name'), DOCS, {
      check: all<string>(name => OWN_NAME.test(name) ? undefined
        : `${shown(name)} is not a name that Azure gives; write <label>.<region>.cloudapp.azure.com, or have ExternalDNS make it, by dns of the ClusterProfile`, publicOnly),
      write: name => name.split('.')[0],
    }),
  },
};
