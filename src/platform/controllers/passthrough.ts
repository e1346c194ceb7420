import { FeatureContext, RenderedObject } from './controller';
import { HttpLead } from '../../http/http-lead';
import { Traffic } from '../../kubernetes/application';
import { ingressRules } from '../../strategies/ingress-rules';

const isPassed = ({ port }: HttpLead) => port.application.traffic === Traffic.TLS;

/** The leads whose TLS is handed to the app as it is. */
export function passedLeads({ leads }: FeatureContext): HttpLead[] {
  return leads.filter(isPassed);
}

/** What is wrong where TLS is handed on by server name, and a rule has a path. */
export function checkPassedPaths(context: FeatureContext): string | undefined {
  const deep = passedLeads(context).find(({ path }) => !['', '/'].includes(path));
  return deep && `leads by server name alone, and a rule has path ${deep.path}, which TLS hides; leave it out`;
}

/** An Ingress of its own for TLS that is handed on, where annotations say so of a whole Ingress. */
export function passedIngress(annotations: { readonly [key: string]: string }, context: FeatureContext): RenderedObject {
  const { service, ingressClassName } = context;
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    suffix: 'tls',
    annotations,
    body: { spec: { ingressClassName, rules: ingressRules(passedLeads(context), service) } },
  };
}
