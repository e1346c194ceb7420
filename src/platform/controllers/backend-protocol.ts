import { FeatureContext } from './controller';
import { Requirement, RequirementKind } from '../../access/requirement';
import { Traffic } from '../../kubernetes/application';
import { DoorPort } from '../../workload/door-port';

/** What a controller is told of the app's protocol is true of every port that the object leads to. */
export function checkAlike(
  title: string, object: 'Ingress' | 'Service', traffic: Traffic.GRPC | Traffic.TLS,
): (value: readonly DoorPort[], context: FeatureContext) => string | undefined {
  return (_, { leads, fallback, tls }) => {
    const ended = leads.map(({ port }) => port).filter(({ application }) => !tls?.passthrough || application.traffic !== Traffic.TLS);
    const other = [...ended, ...fallback ? [fallback] : []].find(({ application }) => application.traffic !== traffic);
    return other && `is told to ${title} for a whole ${object}, and port ${other.name} of it does not speak ${SPOKEN[traffic]}; expose the two kinds by themselves`;
  };
}

const SPOKEN: Readonly<Record<Traffic.GRPC | Traffic.TLS, string>> = { [Traffic.GRPC]: 'gRPC', [Traffic.TLS]: 'TLS' };

/** Where a controller takes any certificate of the app's. */
export function uncheckedCertificate(title: string): Requirement {
  return {
    kind: RequirementKind.NETWORK,
    description: `the network between ${title} and the pods is trusted: what goes over it is encrypted, and the certificate of the app is not looked at`,
  };
}
