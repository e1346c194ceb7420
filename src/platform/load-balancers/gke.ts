import { addressesOf, all, annotation, each, internalOnly, oneSubnet } from './cells';
import { Provider } from './provider';
import { grammar, hyphenated } from '../../kubernetes/names';

const PARAMETERS = 'https://cloud.google.com/kubernetes-engine/docs/concepts/service-load-balancer-parameters';
const INTERNAL_CLASS = 'networking.gke.io/l4-regional-internal';

const reserved = grammar({
  noun: 'the name of a reserved address',
  most: 63,
  form: /^[a-z]([-a-z0-9]*[a-z0-9])?$/,
  words: 'at most 63 lower-case letters, digits and "-", beginning with a letter',
  mend: hyphenated,
});

export const gke: Provider = {
  title: 'GKE',
  website: 'https://cloud.google.com/kubernetes-engine/docs/concepts/service-load-balancer',
  intents: {
    internal: annotation('networking.gke.io/load-balancer-type', PARAMETERS, {
      check: (_, { loadBalancerClass }) => [undefined, INTERNAL_CLASS].includes(loadBalancerClass) ? undefined
        : `is decided by loadBalancerClass, and that is ${loadBalancerClass}; make it ${INTERNAL_CLASS}, or leave it out`,
      write: () => 'Internal',
    }),
    staticAddress: {
      by: 'annotation networking.gke.io/load-balancer-ip-addresses, and cloud.google.com/l4-rbs where it is neither internal nor of a class',
      source: PARAMETERS,
      check: all(each(reserved), value => addressesOf(value).length > 2 ? 'has more than two names; give one of each family at most' : undefined),
      render: (value, { intents: { internal }, loadBalancerClass }) => ({
        annotations: {
          'networking.gke.io/load-balancer-ip-addresses': addressesOf(value).join(','),
          ...internal || loadBalancerClass !== undefined ? {} : { 'cloud.google.com/l4-rbs': 'enabled' },
        },
      }),
    },
    subnets: annotation('networking.gke.io/load-balancer-subnet', PARAMETERS, { check: all<string[]>(internalOnly, oneSubnet), write: ([subnet]) => subnet }),
    loadBalancerSourceRanges: { by: 'field loadBalancerSourceRanges, by the firewall of the VPC', source: PARAMETERS },
  },
};
