import { checkHttpFeatures } from './http-feature-rules';
import { httpLeads } from './http-lead';
import { HttpOptions, HttpPathType, HttpRule, HttpTls } from './http-options';
import { isRoutedByHostname, Traffic } from '../kubernetes/application';
import { hostname } from '../kubernetes/hostnames';
import { dnsSubdomain, shown } from '../kubernetes/names';
import { literalHazard, path } from '../kubernetes/paths';
import { ExposureContext } from '../strategies/strategy';
import { DoorPort } from '../workload/door-port';

/** What is wrong in `http` by itself, whichever door is chosen. */
export function checkHttp(context: ExposureContext): void {
  const { options: { http }, stated, findings } = context;
  if (!http) {
    return;
  }
  for (const [at, rule] of rulesOf(http)) {
    checkRule(context, at, rule);
  }
  if (http.rules) {
    const both = (['path', 'pathType', 'port'] as const).filter(option => http[option] !== undefined);
    if (both.length > 0) {
      findings.report('E-9', `http.rules and http.${both.join(', http.')} are both given; put ${both.join(', ')} into the rules`);
    }
    if (http.rules.length === 0) {
      findings.report('IN-5', 'http.rules is an empty list; give at least one rule, or leave it out');
    } else if (http.hostnames && http.rules.every(({ hostnames }) => hostnames !== undefined)) {
      findings.report('E-9', `http.hostnames ${http.hostnames.join(', ')} are those of no rule, since each rule has its own; leave them out, or add a rule without hostnames`);
    }
  }
  const { enabled, ...others } = stated.http?.tls ?? {};
  const given = Object.entries(others).filter(([, value]) => value !== undefined).map(([option]) => option);
  if (enabled === false && given.length > 0) {
    findings.report('E-9', `http.tls.enabled is false, and http.tls.${given.join(', http.tls.')} ${given.length === 1 ? 'is' : 'are'} given besides; leave one of the two out`);
  }
  if (http.tls) {
    checkTls(context, http, http.tls);
  }
  checkHttpFeatures(findings, http);
  if (http.canary?.service === context.serviceName) {
    findings.report('E-9', `http.canary.service ${shown(http.canary.service)} is the Service of the app itself; give another one`);
  }
  checkDoubles(context);
}

function rulesOf(http: HttpOptions): [string, HttpRule][] {
  return [['http', http], ...(http.rules ?? []).map((rule, index): [string, HttpRule] => [`http.rules.${index}`, rule])];
}

function checkRule({ findings, ports }: ExposureContext, at: string, rule: HttpRule): void {
  for (const [index, host] of (rule.hostnames ?? []).entries()) {
    findings.reportIf('IN-6', `${at}.hostnames.${index}`, hostname(host));
  }
  if (rule.path !== undefined) {
    const pathType = rule.pathType ?? HttpPathType.PREFIX;
    if (!findings.reportIf(pathType === HttpPathType.IMPLEMENTATION_SPECIFIC ? 'IN-4' : 'IN-3', `${at}.path`, path(rule.path, pathType))
      && pathType !== HttpPathType.IMPLEMENTATION_SPECIFIC) {
      findings.reportIf('IN-16', `${at}.path`, literalHazard(rule.path));
    }
  }
  if (rule.port !== undefined) {
    const port = ports.find(({ name }) => name === rule.port);
    if (!port) {
      findings.report('X-13', `${at}.port ${shown(rule.port)} is no port of the app; its ports are ${ports.map(({ name }) => name).join(', ')}`);
    } else if (!port.exposed) {
      findings.report('E-9', `${at}.port ${shown(rule.port)} is a port with ${port.keptInBy}; leave that out, or lead to another port`);
    } else if (!isRoutedByHostname(port.application)) {
      findings.report('IN-14', `${at}.port ${shown(rule.port)} speaks ${port.application.scheme}, which has no hostnames and paths; lead to a port that speaks HTTP, gRPC or TLS, or say so with its appProtocol`);
    }
  }
}

function checkTls(context: ExposureContext, http: HttpOptions, tls: HttpTls): void {
  const { findings } = context;
  for (const option of ['secretName', 'issuer', 'clusterIssuer'] as const) {
    if (tls[option] !== undefined) {
      findings.reportIf('IN-12', `http.tls.${option}`, dnsSubdomain(tls[option]));
    }
  }
  if (tls.issuer !== undefined && tls.clusterIssuer !== undefined) {
    findings.report('E-9', `http.tls.issuer ${shown(tls.issuer)} and http.tls.clusterIssuer ${shown(tls.clusterIssuer)} are both given; give one`);
  }
  if (tls.passthrough) {
    const sources = (['secretName', 'issuer', 'clusterIssuer'] as const).filter(option => tls[option] !== undefined);
    if (sources.length > 0) {
      findings.report('E-9', `http.tls.passthrough hands TLS to the app, which has the certificate, and http.tls.${sources.join(', ')} says where the door gets one; leave one of the two out`);
    }
    const plain = httpLeads(context).find(({ port }) => port.application.traffic !== Traffic.TLS);
    if (plain) {
      findings.report('E-9', `http.tls.passthrough hands TLS to port ${plain.port.name}, which speaks ${plain.port.application.scheme}; lead to a port that speaks TLS, or say so with its appProtocol`);
    }
  }
  if ((http.rules ?? [http]).some(rule => !(rule.hostnames ?? http.hostnames)?.length)) {
    findings.report('IN-13', 'http.tls is given and a rule has no hostname, so no certificate can be chosen for it; give http.hostnames');
  }
}

/** IN-15: one hostname, path and path type leads to one port. */
function checkDoubles({ findings, exposed, options }: ExposureContext): void {
  const seen = new Map<string, string>();
  for (const lead of httpLeads({ options, exposed })) {
    for (const host of lead.hostnames.length === 0 ? [undefined] : lead.hostnames) {
      const address = host === undefined ? `every hostname with path ${lead.path}` : `${host}${lead.path}`;
      const key = `${lead.pathType} ${address}`;
      const before = seen.get(key);
      if (before !== undefined) {
        findings.report('IN-15', `http leads from ${address} twice, to port ${before} and to port ${lead.port.name}; keep one`);
      }
      seen.set(key, lead.port.name);
    }
  }
}

/** E-3: every exposed port that is routed by hostname has a rule that leads to it, or is the one that needs none. */
export function checkLedTo(context: ExposureContext, withoutRule?: DoorPort): void {
  const leads = httpLeads(context);
  for (const port of context.exposed.filter(({ application }) => isRoutedByHostname(application))) {
    if (port !== withoutRule && !leads.some(lead => lead.port === port)) {
      context.findings.report('E-3', `port ${port.name} is exposed, and no rule of http leads to it; add one to http.rules, or set exposed: false on the port`);
    }
  }
}
