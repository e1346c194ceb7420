import { addressesOf, all, annotation, eachLike, healthCheck, internalOnly, ipv4, oneSubnet, publicOnly, seconds, tcpPorts } from './cells';
import { Provider } from './provider';
import { cidr } from '../../kubernetes/addresses';

const PROXY = 'an app that understands the PROXY protocol, and the same without it from inside the cluster';

const digitalOceanKey = (name: string) => `service.beta.kubernetes.io/do-loadbalancer-${name}`;
const DIGITAL_OCEAN = 'https://docs.digitalocean.com/products/kubernetes/how-to/configure-load-balancers/';

export const digitalOcean: Provider = {
  title: 'DigitalOcean',
  website: 'https://docs.digitalocean.com/products/kubernetes/how-to/add-load-balancers/',
  intents: {
    internal: annotation(digitalOceanKey('network'), `${DIGITAL_OCEAN}#internal-load-balancer`, { write: () => 'INTERNAL' }),
    loadBalancerSourceRanges: { by: 'field loadBalancerSourceRanges', source: `${DIGITAL_OCEAN}#allow-rules` },
    proxyProtocol: annotation(digitalOceanKey('enable-proxy-protocol'), `${DIGITAL_OCEAN}#proxy-protocol`, { needs: PROXY }),
    healthCheck: healthCheck(`${DIGITAL_OCEAN}#health-checks`, {
      protocol: { key: digitalOceanKey('healthcheck-protocol') },
      path: { key: digitalOceanKey('healthcheck-path') },
      port: { key: digitalOceanKey('healthcheck-port') },
      interval: { key: digitalOceanKey('healthcheck-check-interval-seconds'), range: [3, 300] },
      timeout: { key: digitalOceanKey('healthcheck-response-timeout-seconds'), range: [3, 300] },
      healthyThreshold: { key: digitalOceanKey('healthcheck-healthy-threshold'), range: [2, 10] },
      unhealthyThreshold: { key: digitalOceanKey('healthcheck-unhealthy-threshold'), range: [2, 10] },
    }, { [digitalOceanKey('override-health-check')]: 'true' }, ({ port }, context) => port === undefined || tcpPorts(context).includes(port) ? undefined
      : `has port ${port}, and the provider takes one of its own TCP ports, ${tcpPorts(context).join(', ')}; choose one of them`),
  },
};

const hetznerKey = (name: string) => `load-balancer.hetzner.cloud/${name}`;
const HETZNER = 'https://github.com/hetznercloud/hcloud-cloud-controller-manager/blob/main/docs';
const HETZNER_ANNOTATIONS = `${HETZNER}/reference/load_balancer_annotations.md`;
const HETZNER_NETWORK = 'a private network of the cluster that the load balancer is joined to';

const primaryIp = eachLike(/^[0-9]+$/, 'the id of a Primary IP; write one such as "4711"');

export const hetzner: Provider = {
  title: 'Hetzner Cloud',
  website: 'https://github.com/hetznercloud/hcloud-cloud-controller-manager',
  intents: {
    internal: {
      by: `annotations ${hetznerKey('disable-public-network')}, ${hetznerKey('use-private-ip')}`,
      source: HETZNER_ANNOTATIONS,
      needs: HETZNER_NETWORK,
      render: () => ({ annotations: { [hetznerKey('disable-public-network')]: 'true', [hetznerKey('use-private-ip')]: 'true' } }),
    },
    staticAddress: {
      by: `annotation ${hetznerKey('public-net-ipv4')}, or ${hetznerKey('private-ipv4')} where it is internal`,
      source: `${HETZNER}/guides/load-balancer/primary-ips.md`,
      check: all(
        (value, context) => (context.intents.internal ? ipv4 : primaryIp)(value, context),
        value => addressesOf(value).length > 1 ? 'has several entries, and the provider takes one; give the one' : undefined,
      ),
      render: (value, { intents: { internal } }) => ({ annotations: { [hetznerKey(internal ? 'private-ipv4' : 'public-net-ipv4')]: value } }),
    },
    subnets: annotation(hetznerKey('private-subnet-ip-range'), `${HETZNER}/guides/load-balancer/private-networks.md`, {
      check: all(oneSubnet, ([subnet]) => cidr(subnet)), write: ([subnet]) => subnet, needs: HETZNER_NETWORK,
    }),
    proxyProtocol: annotation(hetznerKey('uses-proxyprotocol'), HETZNER_ANNOTATIONS, { needs: PROXY }),
    healthCheck: healthCheck(HETZNER_ANNOTATIONS, {
      protocol: { key: hetznerKey('health-check-protocol') },
      path: { key: hetznerKey('health-check-http-path') },
      port: { key: hetznerKey('health-check-port') },
      interval: { key: hetznerKey('health-check-interval'), unit: 's' },
      timeout: { key: hetznerKey('health-check-timeout'), unit: 's' },
      unhealthyThreshold: { key: hetznerKey('health-check-retries') },
    }),
  },
};

const openStackKey = (name: string) => `loadbalancer.openstack.org/${name}`;
const OPEN_STACK = 'https://github.com/kubernetes/cloud-provider-openstack/blob/master/docs/openstack-cloud-controller-manager/expose-applications-using-loadbalancer-type-service.md';
const TIMEOUTS = ['timeout-client-data', 'timeout-member-data'].map(openStackKey);
const uuid = eachLike(/^[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/, 'an id of OpenStack; write one such as "a57af0a0-da92-49be-a98a-345ceca004b3"');

export const openStack: Provider = {
  title: 'OpenStack Octavia',
  website: 'https://github.com/kubernetes/cloud-provider-openstack',
  intents: {
    internal: annotation('service.beta.kubernetes.io/openstack-internal-load-balancer', OPEN_STACK),
    staticAddress: annotation(openStackKey('port-id'), OPEN_STACK, { check: all<string>(internalOnly, uuid) }),
    addressPool: annotation(openStackKey('floating-network-id'), OPEN_STACK, { check: all<string>(publicOnly, uuid) }),
    subnets: annotation(openStackKey('subnet-id'), OPEN_STACK, {
      check: all<string[]>(oneSubnet, ([subnet], context) => uuid(subnet, context)), write: ([subnet]) => subnet,
    }),
    loadBalancerSourceRanges: {
      by: 'field loadBalancerSourceRanges',
      source: `${OPEN_STACK}#restrict-access-for-loadbalancer-service`,
      needs: 'an Octavia API of version 2.12 or later; an older one lets everybody in',
    },
    proxyProtocol: annotation(openStackKey('proxy-protocol'), `${OPEN_STACK}#use-proxy-protocol-to-preserve-client-ip`, { needs: PROXY }),
    idleTimeout: {
      by: `annotations ${TIMEOUTS.join(', ')}`,
      source: OPEN_STACK,
      render: duration => ({ annotations: Object.fromEntries(TIMEOUTS.map(key => [key, String(seconds(duration) * 1000)])) }),
    },
    healthCheck: healthCheck(OPEN_STACK, {
      interval: { key: openStackKey('health-monitor-delay') },
      timeout: { key: openStackKey('health-monitor-timeout') },
      healthyThreshold: { key: openStackKey('health-monitor-max-retries'), range: [1, 10] },
      unhealthyThreshold: { key: openStackKey('health-monitor-max-retries-down'), range: [1, 10] },
    }, { [openStackKey('enable-health-monitor')]: 'true' }),
  },
};
