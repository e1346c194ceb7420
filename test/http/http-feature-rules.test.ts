import { Chart, Duration, Size, Testing } from 'cdk8s';
import { ExposedService, ExposureStrategy, HttpFeatures, HttpOptions, HttpPathType } from '../../src';

/** What is refused of `http`, without the construct path; every feature stands in a dormant block, which no controller is asked for. */
function refusal(http: HttpOptions, strategy = ExposureStrategy.NODE_PORT): string[] {
  const chart = new Chart(Testing.app(), 'team');
  try {
    new ExposedService(chart, 'shop', {
      app: { name: 'shop', image: 'shop:1', ports: [{ name: 'http', port: 8080 }, { name: 'https', port: 8443 }] },
      strategy,
      http,
    });
  } catch (error) {
    expect(Testing.synth(chart)).toEqual([]);
    return (error as Error).message.split('\n').map(line => line.replace('[team/shop] ', ''));
  }
  return [];
}

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true); // where warnings are shown
});

afterEach(() => {
  jest.restoreAllMocks();
});

const SOUND: Required<HttpFeatures> = {
  allowSourceRanges: ['10.0.0.0/8', '2001:db8::/32'],
  redirectToHttps: true,
  basicAuth: { secretName: 'users', realm: 'Team shop' },
  externalAuth: { service: 'auth', port: 9091, namespace: 'identity', path: '/verify', responseHeaders: ['X-User'] },
  rateLimit: { requests: 10, period: Duration.minutes(1), burst: 5 },
  cors: { allowOrigins: ['https://a.example.com', 'http://localhost:3000'], allowMethods: ['GET'], allowHeaders: ['X-A'], allowCredentials: true, maxAge: Duration.hours(1) },
  requestHeaders: { set: { 'X-Team': 'shop' } },
  responseHeaders: { remove: ['Server'] },
  maxBodySize: Size.mebibytes(8),
  timeouts: { connect: Duration.seconds(1), response: Duration.seconds(30), request: Duration.minutes(1) },
  stickySessions: { cookieName: 'shop_pod', maxAge: Duration.hours(8) },
  rewritePath: '/',
  canary: { service: 'shop-next', port: 80, weight: 10 },
};

test('sound values are taken, in a dormant block as well', () => {
  expect(refusal({ hostnames: ['shop.example.com'], tls: {}, ...SOUND })).toEqual([]);
});

test.each<[HttpOptions, string]>([
  [{ allowSourceRanges: [] }, 'E-2: http.allowSourceRanges is an empty list, which lets nobody in; give at least one CIDR, or leave it out'],
  [{ allowSourceRanges: ['10.0.0.1/8'] }, 'S-18: http.allowSourceRanges.0 "10.0.0.1/8" has host bits; write "10.0.0.0/8"'],
  [{ redirectToHttps: true }, 'E-9: http.redirectToHttps sends requests to HTTPS, and http.tls is not given; give it, or leave the redirect out'],
  [{ basicAuth: { secretName: 'My_Users' } }, 'E-2: http.basicAuth.secretName "My_Users" is not a DNS subdomain; write at most 253 lower-case letters, digits, "-" and ".", beginning and ending with a letter or digit around each ".", for instance "my-users"'],
  [{ basicAuth: { secretName: 'users', realm: '"; drop' } }, 'E-2: http.basicAuth.realm "\\"; drop" is not possible; write 1 to 100 letters, digits, blanks, "-", "_" and "."'],
  [{ externalAuth: { service: 'auth', port: 0 } }, 'E-2: http.externalAuth.port 0 is not a port number; choose a whole number from 1 to 65535'],
  [{ externalAuth: { service: 'a.b', port: 80 } }, 'E-2: http.externalAuth.service "a.b" is not a DNS label; write at most 63 lower-case letters, digits and "-", beginning and ending with a letter or digit, for instance "a-b"'],
  [{ externalAuth: { service: 'auth', port: 80, path: 'verify' } }, 'E-2: http.externalAuth.path "verify" does not begin with "/"; write "/verify"'],
  [{ externalAuth: { service: 'auth', port: 80, responseHeaders: ['X User'] } }, 'E-2: http.externalAuth.responseHeaders.0 "X User" is no header name; write letters, digits and -'],
  [{ rateLimit: { requests: 0 } }, 'E-2: http.rateLimit.requests 0 is not possible; give a whole number from 1 to 1000000'],
  [{ rateLimit: { requests: '10' as unknown as number } }, 'E-2: http.rateLimit.requests "10" is not possible; give a whole number from 1 to 1000000'],
  [{ rateLimit: { requests: 1, burst: -1 } }, 'E-2: http.rateLimit.burst -1 is not possible; give a whole number from 0 to 1000000'],
  [{ rateLimit: { requests: 1, period: Duration.millis(1500) } }, 'E-2: http.rateLimit.period 1.5s is not possible; give whole seconds from 1, at most a year'],
  [{ cors: { allowOrigins: [] } }, 'E-2: http.cors.allowOrigins is an empty list, which allows nothing; give at least one origin, or leave cors out'],
  [{ cors: { allowOrigins: ['a.com'] } }, 'E-2: http.cors.allowOrigins.0 "a.com" is no origin; write a scheme and a hostname without a path, such as "https://shop.example.com", or "*"'],
  [{ cors: { allowOrigins: ['*', 'https://a.com'] } }, 'E-9: http.cors.allowOrigins has "*" beside others, which it stands for too; leave one or the other out'],
  [{ cors: { allowOrigins: ['*'], allowCredentials: true } }, 'E-9: http.cors.allowCredentials is given with the origin "*", which browsers refuse; name the origins, or leave it out'],
  [{ cors: { allowOrigins: ['*'], allowMethods: ['get'] } }, 'E-2: http.cors.allowMethods.0 "get" is no method; choose from GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS, CONNECT, TRACE, *'],
  [{ requestHeaders: { set: { 'X A': '1' } } }, 'E-2: http.requestHeaders has the header "X A"; a header name is made of letters, digits and -'],
  [{ responseHeaders: { set: { A: '1' }, remove: ['a'] } }, 'E-9: http.responseHeaders changes the header a more than once; keep one of set, add and remove'],
  [
    { requestHeaders: { set: { 'X-A': 'a\r\nX-B: b' } } },
    'E-2: http.requestHeaders gives the header X-A the value "a\\r\\nX-B: b", which is no line of text; leave control characters and blanks at its ends out',
  ],
  [
    { responseHeaders: { add: { 'X-A': ' a' } } },
    'E-2: http.responseHeaders gives the header X-A the value " a", which is no line of text; leave control characters and blanks at its ends out',
  ],
  [{ maxBodySize: Size.kibibytes(0) }, 'E-2: http.maxBodySize is less than 1 KiB; give at least that, or leave it out'],
  [{ timeouts: {} }, 'E-2: http.timeouts is empty; give connect, response or request, or leave it out'],
  [{ timeouts: { connect: Duration.seconds(0) } }, 'E-2: http.timeouts.connect 0s is not possible; give whole seconds from 1, at most a year'],
  [
    { timeouts: { request: Duration.seconds(10), response: Duration.seconds(20) } },
    'E-9: http.timeouts.response 20s is longer than http.timeouts.request 10s, of which it is a part; make it shorter',
  ],
  [{ stickySessions: { cookieName: 'a;b' } }, 'E-2: http.stickySessions.cookieName "a;b" is not possible; write 1 to 100 letters, digits, "-" and "_"'],
  [{ rewritePath: 'x' }, 'E-2: http.rewritePath "x" does not begin with "/"; write "/x"'],
  [{ pathType: HttpPathType.EXACT, rewritePath: '/' }, 'E-9: http.rewritePath "/" stands in place of a matched prefix, and path / has pathType Exact; use Prefix'],
  [{ canary: { service: 'shop', weight: 10 } }, 'E-9: http.canary.service "shop" is the Service of the app itself; give another one'],
  [{ canary: { service: 'next', weight: 101 } }, 'E-2: http.canary.weight 101 is not a share of a hundred requests; give a whole number from 0 to 100'],
  [{ canary: { service: 'next', weight: NaN } }, 'E-2: http.canary.weight NaN is not a share of a hundred requests; give a whole number from 0 to 100'],
])('%j is refused', (http, message) => {
  expect(refusal(http)).toEqual([message]);
});

test.each([
  [{ stickySession: {} }, "E-2: there is no option 'http.stickySession'; write stickySessions"],
  [{ rateLimit: 10 }, 'E-2: http.rateLimit is 10; give an object'],
  [{ maxBodySize: '8Mi' }, 'E-2: http.maxBodySize is "8Mi"; give a cdk8s.Size'],
  [{ timeouts: { connect: 5 } }, 'E-2: http.timeouts.connect is 5; give a cdk8s.Duration'],
  [{ redirectToHttps: 'yes' }, 'E-2: http.redirectToHttps is "yes"; give true or false'],
])('E-2: what is no feature, or none of its type, is refused: %j', (http, message) => {
  expect(refusal(http as unknown as HttpOptions)).toEqual([message]);
});

const HOST = { hostnames: ['shop.example.com'] };

test.each<[HttpOptions, string]>([
  [
    { ...HOST, port: 'https', tls: { passthrough: true, clusterIssuer: 'acme' } },
    'E-9: http.tls.passthrough hands TLS to the app, which has the certificate, and http.tls.clusterIssuer says where the door gets one; leave one of the two out',
  ],
  [
    { ...HOST, port: 'http', tls: { passthrough: true } },
    'E-9: http.tls.passthrough hands TLS to port http, which speaks http; lead to a port that speaks TLS, or say so with its appProtocol',
  ],
  [
    { ...HOST, port: 'https', tls: { passthrough: true }, redirectToHttps: true },
    'E-9: http.redirectToHttps needs a door that ends TLS, and http.tls.passthrough hands it to the app; leave one of the two out',
  ],
])('E-9: TLS that is handed on is the business of the app alone: %j', (http, message) => {
  expect(refusal(http)).toEqual([message]);
});

test('every feature is refused for an Ingress whose controller is not known (C-2)', () => {
  const features = Object.keys(SOUND) as (keyof HttpFeatures)[];
  for (const feature of features) {
    expect(refusal({ ...HOST, tls: { secretName: 'cert' }, rules: [{}, { path: '/tls', port: 'https' }], [feature]: SOUND[feature] }, ExposureStrategy.INGRESS)).toEqual([
      `C-2: http.${feature} is told to each Ingress controller in another way, and which one it is is not known; attach a ClusterProfile with ingress.controller, or use ingress.annotations`,
    ]);
  }
});
