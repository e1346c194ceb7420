import { SizeRoundingBehavior } from 'cdk8s';
import { checkHeaders, isHeaderName } from './header-rules';
import { HttpFeatures } from './http-features';
import { HttpOptions, HttpPathType } from './http-options';
import { cidr } from '../kubernetes/addresses';
import { dnsLabel, dnsSubdomain, Grammar, shown } from '../kubernetes/names';
import { gatewayPath } from '../kubernetes/paths';
import { portNumber } from '../kubernetes/ports';
import { Findings } from '../rules/findings';

type Check<F extends keyof HttpFeatures> = (findings: Findings, at: string, value: Required<HttpFeatures>[F], http: HttpOptions) => void;

/** What is wrong in each of the features by itself, whatever controller is told. */
const CHECKS: { readonly [F in keyof Required<HttpFeatures>]: Check<F> } = {
  allowSourceRanges(findings, at, ranges) {
    if (ranges.length === 0) {
      findings.report('E-2', `${at} is an empty list, which lets nobody in; give at least one CIDR, or leave it out`);
    }
    ranges.forEach((range, index) => findings.reportIf('S-18', `${at}.${index}`, cidr(range)));
  },
  redirectToHttps(findings, at, isWanted, { tls }) {
    if (isWanted && !tls) {
      findings.report('E-9', `${at} sends requests to HTTPS, and http.tls is not given; give it, or leave the redirect out`);
    } else if (isWanted && tls?.passthrough) {
      findings.report('E-9', `${at} needs a door that ends TLS, and http.tls.passthrough hands it to the app; leave one of the two out`);
    }
  },
  basicAuth(findings, at, { secretName, realm }) {
    findings.reportIf('E-2', `${at}.secretName`, dnsSubdomain(secretName));
    if (realm !== undefined && !/^[\w .-]{1,100}$/.test(realm)) {
      findings.report('E-2', `${at}.realm ${shown(realm)} is not possible; write 1 to 100 letters, digits, blanks, "-", "_" and "."`);
    }
  },
  externalAuth(findings, at, { service, port, namespace, path, responseHeaders = [] }) {
    findings.reportIf('E-2', `${at}.service`, dnsLabel(service));
    findings.reportIf('E-2', `${at}.port`, portNumber(port));
    if (namespace !== undefined) {
      findings.reportIf('E-2', `${at}.namespace`, dnsLabel(namespace));
    }
    if (path !== undefined) {
      findings.reportIf('E-2', `${at}.path`, gatewayPath(path));
    }
    checkHeaderNames(findings, `${at}.responseHeaders`, responseHeaders);
  },
  rateLimit(findings, at, { requests, period, burst }) {
    findings.reportIf('E-2', `${at}.requests`, wholeNumber(1)(requests));
    if (burst !== undefined) {
      findings.reportIf('E-2', `${at}.burst`, wholeNumber(0)(burst));
    }
    checkSeconds(findings, `${at}.period`, period);
  },
  cors(findings, at, cors) {
    if (cors.allowOrigins.length === 0) {
      findings.report('E-2', `${at}.allowOrigins is an empty list, which allows nothing; give at least one origin, or leave cors out`);
    }
    cors.allowOrigins.forEach((origin, index) => findings.reportIf('E-2', `${at}.allowOrigins.${index}`, corsOrigin(origin)));
    if (cors.allowOrigins.includes('*') && cors.allowOrigins.length > 1) {
      findings.report('E-9', `${at}.allowOrigins has "*" beside others, which it stands for too; leave one or the other out`);
    }
    if (cors.allowOrigins.includes('*') && cors.allowCredentials) {
      findings.report('E-9', `${at}.allowCredentials is given with the origin "*", which browsers refuse; name the origins, or leave it out`);
    }
    for (const [index, method] of (cors.allowMethods ?? []).entries()) {
      if (!METHODS.includes(method)) {
        findings.report('E-2', `${at}.allowMethods.${index} ${shown(method)} is no method; choose from ${METHODS.join(', ')}`);
      }
    }
    checkHeaderNames(findings, `${at}.allowHeaders`, cors.allowHeaders ?? []);
    checkHeaderNames(findings, `${at}.exposeHeaders`, cors.exposeHeaders ?? []);
    checkSeconds(findings, `${at}.maxAge`, cors.maxAge);
  },
  requestHeaders: checkHeaders,
  responseHeaders: checkHeaders,
  maxBodySize(findings, at, size) {
    const kibibytes = size.toKibibytes({ rounding: SizeRoundingBehavior.FLOOR });
    if (kibibytes < 1) {
      findings.report('E-2', `${at} is less than 1 KiB; give at least that, or leave it out`);
    }
  },
  timeouts(findings, at, timeouts) {
    const given = Object.entries(timeouts).filter(([, value]) => value !== undefined);
    if (given.length === 0) {
      findings.report('E-2', `${at} is empty; give connect, response or request, or leave it out`);
    }
    for (const [option, value] of given) {
      checkSeconds(findings, `${at}.${option}`, value);
    }
    const { response, request } = timeouts;
    if (response && request && response.toMilliseconds() > request.toMilliseconds()) {
      findings.report('E-9', `${at}.response ${seconds(response)}s is longer than ${at}.request ${seconds(request)}s, of which it is a part; make it shorter`);
    }
  },
  stickySessions(findings, at, { cookieName, maxAge }) {
    if (cookieName !== undefined && !/^[\w-]{1,100}$/.test(cookieName)) {
      findings.report('E-2', `${at}.cookieName ${shown(cookieName)} is not possible; write 1 to 100 letters, digits, "-" and "_"`);
    }
    checkSeconds(findings, `${at}.maxAge`, maxAge);
  },
  rewritePath(findings, at, path, http) {
    findings.reportIf('E-2', at, gatewayPath(path));
    for (const { path: from = '/', pathType = HttpPathType.PREFIX } of http.rules ?? [http]) {
      if (pathType !== HttpPathType.PREFIX) {
        findings.report('E-9', `${at} ${shown(path)} stands in place of a matched prefix, and path ${from} has pathType ${pathType}; use Prefix`);
      }
    }
  },
  canary(findings, at, { service, port, weight }) {
    findings.reportIf('E-2', `${at}.service`, dnsLabel(service));
    if (port !== undefined) {
      findings.reportIf('E-2', `${at}.port`, portNumber(port));
    }
    if (!(Number.isInteger(weight) && weight >= 0 && weight <= 100)) {
      findings.report('E-2', `${at}.weight ${shown(weight)} is not a share of a hundred requests; give a whole number from 0 to 100`);
    }
  },
};

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'CONNECT', 'TRACE', '*'];
const LONGEST_SECONDS = 24 * 3600 * 366;

type Elapsed = { toMilliseconds(): number };

function seconds(duration: Elapsed): number {
  return duration.toMilliseconds() / 1000;
}

/** A duration that every controller can be told: whole seconds. */
function checkSeconds(findings: Findings, at: string, duration: Elapsed | undefined): void {
  const given = duration && seconds(duration);
  if (given !== undefined && !(Number.isInteger(given) && given >= 1 && given <= LONGEST_SECONDS)) {
    findings.report('E-2', `${at} ${given}s is not possible; give whole seconds from 1, at most a year`);
  }
}

function checkHeaderNames(findings: Findings, at: string, names: readonly string[]): void {
  for (const [index, name] of names.entries()) {
    if (!isHeaderName(name)) {
      findings.report('E-2', `${at}.${index} ${shown(name)} is no header name; write letters, digits and -`);
    }
  }
}

const wholeNumber = (least: number): Grammar => value => Number.isInteger(value) && (value as number) >= least && (value as number) <= 1_000_000
  ? undefined
  : `${shown(value)} is not possible; give a whole number from ${least} to 1000000`;

const corsOrigin: Grammar = value => value === '*' || (typeof value === 'string' && /^https?:\/\/[a-z0-9.-]+(:\d{1,5})?$/.test(value))
  ? undefined
  : `${shown(value)} is no origin; write a scheme and a hostname without a path, such as "https://shop.example.com", or "*"`;

/** What is wrong in the features by themselves. */
export function checkHttpFeatures(findings: Findings, http: HttpOptions): void {
  for (const [feature, check] of Object.entries(CHECKS)) {
    const value = http[feature as keyof HttpFeatures];
    if (value !== undefined) {
      (check as Check<keyof HttpFeatures>)(findings, `http.${feature}`, value as never, http);
    }
  }
}
