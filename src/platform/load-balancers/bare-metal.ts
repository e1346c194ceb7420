import { addressesOf, annotation, each, oneOfEachFamily } from './cells';
import { Provider } from './provider';
import { ipAddress } from '../../kubernetes/addresses';
import { dnsSubdomain, labelValue, qualifiedName, shown } from '../../kubernetes/names';

const joined = (value: string) => addressesOf(value).join(',');

/** What the nodes do where the load balancer leaves traffic to them. */
const BY_KUBE_PROXY = {
  by: 'field loadBalancerSourceRanges, by kube-proxy or what stands in for it',
  source: 'https://github.com/kubernetes/kubernetes/issues/109575',
};

const METAL_LB = 'https://metallb.io/usage/';

export const metalLb: Provider = {
  title: 'MetalLB',
  website: 'https://metallb.io/',
  intents: {
    staticAddress: annotation('metallb.io/loadBalancerIPs', METAL_LB, { check: oneOfEachFamily, write: joined }),
    addressPool: annotation('metallb.io/address-pool', METAL_LB, { check: dnsSubdomain }),
    loadBalancerSourceRanges: BY_KUBE_PROXY,
  },
};

const LB_IPAM = 'https://docs.cilium.io/en/stable/network/lb-ipam/';

export const cilium: Provider = {
  title: 'Cilium LB IPAM',
  website: LB_IPAM,
  intents: {
    staticAddress: annotation('lbipam.cilium.io/ips', `${LB_IPAM}#requesting-ips`, { check: each(ipAddress), write: joined }),
    addressPool: {
      by: 'a label of the Service, which the serviceSelector of a CiliumLoadBalancerIPPool selects',
      source: `${LB_IPAM}#service-selectors`,
      check(value) {
        const [key, label, ...more] = value.split('=');
        return label === undefined || more.length > 0
          ? `${shown(value)} is not a label; write the one that the pool selects, such as "pool=public"`
          : qualifiedName(key) ?? labelValue(label);
      },
      render(value) {
        const [key, label] = value.split('=');
        return { labels: { [key]: label } };
      },
    },
    loadBalancerSourceRanges: { ...BY_KUBE_PROXY, source: 'https://docs.cilium.io/en/stable/network/kubernetes/kubeproxy-free/#loadbalancer-source-ranges-checks' },
  },
};

export const kubeVip: Provider = {
  title: 'kube-vip',
  website: 'https://kube-vip.io/',
  intents: {
    staticAddress: annotation('kube-vip.io/loadbalancerIPs', 'https://github.com/kube-vip/kube-vip-cloud-provider#readme', { check: oneOfEachFamily, write: joined }),
    loadBalancerSourceRanges: BY_KUBE_PROXY,
  },
};

const SERVICE_LB = 'https://docs.k3s.io/networking/networking-services#service-load-balancer';

export const serviceLb: Provider = {
  title: 'ServiceLB of k3s',
  website: SERVICE_LB,
  intents: {
    addressPool: {
      by: 'label svccontroller.k3s.cattle.io/lbpool of the Service',
      source: SERVICE_LB,
      check: labelValue,
      needs: 'nodes with the label svccontroller.k3s.cattle.io/enablelb: "true" and that of the pool; without the first one every node is in every pool',
      render: pool => ({ labels: { 'svccontroller.k3s.cattle.io/lbpool': pool } }),
    },
    loadBalancerSourceRanges: { by: 'field loadBalancerSourceRanges, by the pods that open the port on the nodes', source: 'https://github.com/k3s-io/k3s/blob/master/pkg/cloudprovider/servicelb.go' },
  },
};
