/** What is asked for in `http` is observed, with requests through the door. */
import { connect as connectTls } from 'node:tls';
import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { resolve } from './access';
import { Addon, environment } from './environment';
import { apply, kubectl, rolledOut } from './kubectl';
import { deleteNamespace, makeNamespace, namespaceName } from './namespace';
import { synthesize } from './objects';
import { profileOf } from './platform';
import { note } from './protocol';
import { eventually, pause } from './retry';
import { describeWith } from './skip';
import { ask, hostFor, WebAnswer, WebRequest } from './web-client';
import { askTcp, askUdp } from './wire';
import { AccessFrom, AccessPoint, AppPort, ClusterProfile, Exposure, ExposureStrategy, HttpOptions, IngressOptions } from 'cdk8s-expose';

const namespace = namespaceName('features');
const { INGRESS, GATEWAY } = ExposureStrategy;

/** Whom the doors stand in front of. */
const ECHO_PORTS: AppPort[] = [{ name: 'http', port: 8080 }];
const WS_PORTS: AppPort[] = [{ name: 'ws', port: 8080 }];
const GRPC_PORTS: AppPort[] = [{ name: 'grpc', port: 50051 }];
const TLS_PORTS: AppPort[] = [{ name: 'https', port: 8443 }];
const TCP_PORTS: AppPort[] = [{ name: 'tcp', port: 9100, servicePort: 9000 }];
const UDP_PORTS: AppPort[] = [{ name: 'udp', port: 5353, servicePort: 9053, protocol: kplus.Protocol.UDP }];

/** One door of the suite. */
interface Opened {
  readonly points: AccessPoint[];
  /** The address of the controller. */
  readonly address: string;
  readonly host: string;
  ask(request?: Partial<WebRequest>): Promise<WebAnswer>;
}

interface Asked {
  readonly http?: HttpOptions;
  readonly ingress?: IngressOptions;
  readonly ports?: AppPort[];
  readonly app?: 'echo' | 'next' | 'slow' | 'deny';
}

/** Plain HTTP, where the Gateway has a listener for HTTPS too. */
const PLAIN: HttpOptions = { tls: { enabled: false } };

/** Opens a door with what is asked for, of its own name and hostname, in front of an app that is there already. */
async function open(
  profile: ClusterProfile, strategy: ExposureStrategy, name: string, { http, ingress, ports = ECHO_PORTS, app = 'echo' }: Asked,
): Promise<Opened> {
  const host = hostFor(name);
  const isWeb = ports !== TCP_PORTS && ports !== UDP_PORTS;
  const { objects, built } = synthesize(namespace, chart => {
    ClusterProfile.attach(chart, profile);
    const workload = appOf(chart, app);
    const web = isWeb ? { hostnames: [host], ...PLAIN, ...http } : undefined;
    return new Exposure(chart, name, { workload, ports, name, strategy, ingress, http: web });
  });
  await apply(objects.filter(({ kind }) => kind !== 'Deployment'));
  const points = built.accessPoints.filter(({ from }) => from === AccessFrom.OUTSIDE);
  const values = await resolve(points[0]);
  const address = (values.GATEWAY_ADDRESS ?? values.INGRESS_ADDRESS).trim();
  return { points, address, host, ask: async request => ask({ host, address, ...request }) };
}

/** A server of one answer, after some seconds. */
function answering(status: string, seconds: number): string[] {
  return ['/bin/sh', '-c', `while true; do (sleep ${seconds}; printf "HTTP/1.1 ${status}\\r\\nContent-Length: 0\\r\\nConnection: close\\r\\n\\r\\n") | nc -l -p 8080; done`];
}

/** The apps: one that tells of the request, a new version of it, one that answers after three seconds, and one that lets nobody pass. */
const APPS: Record<Required<Asked>['app'], { replicas: number; command?: string[]; args?: string[] }> = {
  echo: { replicas: 3, args: ['http=:8080', 'https=:8443', 'h2c=:50051', 'tcp=:9100', 'udp=:5353'] },
  next: { replicas: 1, args: ['http=:8080'] },
  slow: { replicas: 1, command: answering('200 OK', 3) },
  deny: { replicas: 1, command: answering('401 Unauthorized', 0) },
};

function appOf(chart: Parameters<Parameters<typeof synthesize>[1]>[0], name: Required<Asked>['app']): kplus.Deployment {
  const { replicas, ...container } = APPS[name];
  return new kplus.Deployment(chart, name, {
    metadata: { name },
    replicas,
    containers: [{
      name: 'main',
      image: environment.echoImage,
      imagePullPolicy: kplus.ImagePullPolicy.IF_NOT_PRESENT,
      ...container,
      ports: [...ECHO_PORTS, ...GRPC_PORTS, ...TLS_PORTS, ...TCP_PORTS, ...UDP_PORTS]
        .map(port => ({ name: port.name, number: port.port, protocol: port.protocol })),
      securityContext: { user: 1000, group: 1000 },
      resources: {},
    }],
  });
}

/** The key of a Secret with users that a controller reads; it has to be the only one. */
const USERS_KEY = { traefik: 'users', nginx: 'auth' };

/** The password `secret` for the user `team`, in the form of htpasswd. */
const USERS = 'team:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=';

beforeAll(async () => {
  await makeNamespace(namespace);
  for (const key of Object.values(USERS_KEY)) {
    await kubectl(['-n', namespace, 'create', 'secret', 'generic', `with-${key}`, `--from-literal=${key}=${USERS}`]);
  }
  for (const app of Object.keys(APPS) as (keyof typeof APPS)[]) {
    const { objects } = synthesize(namespace, chart => appOf(chart, app));
    await apply(objects);
    await rolledOut(objects);
  }
  for (const app of ['next', 'deny'] as const) {
    const { objects } = synthesize(namespace, chart => new Exposure(chart, 'door', {
      workload: appOf(chart, app), ports: ECHO_PORTS, name: app, strategy: ExposureStrategy.CLUSTER_IP,
    }));
    await apply(objects.filter(({ kind }) => kind === 'Service'));
  }
});
afterAll(async () => deleteNamespace(namespace));

/** Asks until the door does what it should. */
async function until(door: Opened, request: Partial<WebRequest>, is: (answer: WebAnswer) => boolean): Promise<WebAnswer> {
  return eventually(async () => {
    const answer = await door.ask(request);
    if (!is(answer)) {
      throw new Error(`${door.host}${request.path ?? '/'} answered ${answer.status}: ${JSON.stringify(answer.headers)} ${answer.body.slice(0, 300)}`);
    }
    return answer;
  }, 30);
}

const answered = (status: number) => (answer: WebAnswer) => answer.status === status;

/** How many of some requests each pod answered. */
async function spread(door: Opened, requests: number, request: Partial<WebRequest> = {}): Promise<Map<string, number>> {
  const pods = new Map<string, number>();
  for (let index = 0; index < requests; index++) {
    const { echo: { pod = 'none' } } = await door.ask(request);
    pods.set(pod, (pods.get(pod) ?? 0) + 1);
  }
  return pods;
}

/** What is observed of a feature, and what the protocol says of it. */
interface Scenario {
  readonly asked: Asked | ((door: { readonly usersKey: string }) => Asked);
  observe(door: Opened): Promise<string>;
}

const SCENARIOS: Record<string, Scenario> = {
  'sticky sessions': {
    asked: { http: { stickySessions: { cookieName: 'suite_pod' } } },
    async observe(door) {
      const first = await until(door, {}, ({ headers }) => (headers['set-cookie'] ?? '').startsWith('suite_pod='));
      const cookie = first.headers['set-cookie'].split(';')[0];
      await eventually(async () => expect((await spread(door, 20)).size).toBeGreaterThan(1), 30);
      const pods = await spread(door, 50, { curl: `-H 'Cookie: ${cookie}'` });
      expect([...pods]).toEqual([[first.echo.pod, 50]]);
      return `50 of 50 requests with the cookie at ${first.echo.pod}; without it at several pods`;
    },
  },
  'redirect to HTTPS': {
    asked: { http: { tls: {}, redirectToHttps: true } },
    async observe(door) {
      const { status, headers } = await until(door, { path: '/cart' }, ({ status: code }) => code >= 300 && code < 400);
      expect(headers.location).toMatch(new RegExp(`^https://${door.host}(:443)?/cart$`));
      const there = await until(door, { path: '/cart', secure: true }, answered(200));
      expect(there.echo.path).toBe('/cart');
      return `${status} to ${headers.location}, which answers ${there.status}`;
    },
  },
  'path rewrite': {
    asked: { http: { path: '/shop', rewritePath: '/' } },
    async observe(door) {
      const { echo } = await until(door, { path: '/shop/cart' }, answered(200));
      expect(echo.path).toBe('/cart');
      expect((await door.ask({ path: '/shop' })).echo.path).toBe('/');
      expect((await door.ask({ path: '/other' })).status).toBe(404);
      return `/shop/cart is ${echo.path} for the app`;
    },
  },
  'largest request body': {
    asked: { http: { maxBodySize: Size.kibibytes(1) } },
    async observe(door) {
      await until(door, { curl: `-X POST -d '${'a'.repeat(1024)}'` }, answered(200));
      const { status } = await until(door, { curl: `-X POST -d '${'a'.repeat(1025)}'` }, answered(413));
      return `1024 bytes are taken, 1025 answered ${status}`;
    },
  },
  'allow list, without the client': {
    asked: { http: { allowSourceRanges: ['203.0.113.0/24'] } },
    async observe(door) {
      const { status } = await until(door, {}, answered(403));
      return `${status}`;
    },
  },
  'allow list, with the client': {
    asked: { http: { allowSourceRanges: ['0.0.0.0/0'] } },
    async observe(door) {
      const { status } = await until(door, {}, answered(200));
      return `${status}`;
    },
  },
  'headers of the request': {
    asked: { http: { requestHeaders: { set: { 'X-Team': 'shop' }, remove: ['X-Secret'] } } },
    async observe(door) {
      const { echo } = await until(door, { curl: "-H 'X-Team: other' -H 'X-Secret: 1'" }, ({ echo: { headers } }) => headers?.['X-Team']?.[0] === 'shop');
      expect(echo.headers).not.toHaveProperty('X-Secret');
      return `X-Team: ${echo.headers!['X-Team'].join()}, X-Secret is gone`;
    },
  },
  'headers of the answer': {
    asked: { http: { responseHeaders: { set: { 'X-Served-By': 'shop' } } } },
    async observe(door) {
      const { headers } = await until(door, {}, answer => answer.headers['x-served-by'] === 'shop');
      return `X-Served-By: ${headers['x-served-by']}`;
    },
  },
  'CORS': {
    asked: { http: { cors: { allowOrigins: ['https://a.example.com'], allowMethods: ['GET', 'PUT'], maxAge: Duration.hours(1) } } },
    async observe(door) {
      const preflight = (origin: string) => ({ curl: `-X OPTIONS -H 'Origin: ${origin}' -H 'Access-Control-Request-Method: PUT'` });
      const { headers } = await until(door, preflight('https://a.example.com'), answer => answer.headers['access-control-allow-origin'] === 'https://a.example.com');
      expect(headers['access-control-allow-methods']).toContain('PUT');
      expect((await door.ask(preflight('https://b.example.com'))).headers['access-control-allow-origin']).not.toBe('https://b.example.com');
      return `a.example.com: ${headers['access-control-allow-methods']}; b.example.com: nothing`;
    },
  },
  'basic authentication': {
    asked: ({ usersKey }) => ({ http: { basicAuth: { secretName: `with-${usersKey}` } } }),
    async observe(door) {
      await until(door, { curl: '-u team:secret' }, answered(200));
      const { status } = await until(door, {}, answered(401));
      expect((await door.ask({ curl: '-u team:wrong' })).status).toBe(401);
      return `with the password 200, without ${status}`;
    },
  },
  'external authentication, which allows': {
    asked: { http: { externalAuth: { service: 'next', port: 8080, path: '/verify', responseHeaders: ['Content-Type'] } } },
    async observe(door) {
      const { status, echo } = await until(door, {}, answered(200));
      expect(echo.pod).toMatch(/^echo-/);
      return `${status} from ${echo.pod}`;
    },
  },
  'external authentication, which denies': {
    asked: { http: { externalAuth: { service: 'deny', port: 8080 } } },
    async observe(door) {
      const { status, echo } = await until(door, {}, answered(401));
      expect(echo).toEqual({});
      return `${status}`;
    },
  },
  'rate limit': {
    asked: { http: { rateLimit: { requests: 2, burst: 2 } } },
    async observe(door) {
      await until(door, {}, answered(200));
      await pause(2000);
      const all = await Promise.all(Array.from({ length: 20 }, async () => door.ask()));
      const refused = all.filter(({ status }) => status === 429 || status === 503).length;
      expect(refused).toBeGreaterThan(5);
      expect(refused).toBeLessThan(20);
      return `${refused} of 20 at once were refused`;
    },
  },
  'timeouts': {
    asked: { app: 'slow', http: { timeouts: { response: Duration.seconds(1) } } },
    async observe(door) {
      const { status } = await until(door, {}, answered(504));
      return `after a second ${status}`;
    },
  },
  'canary weight': {
    asked: { http: { canary: { service: 'next', weight: 10 } } },
    async observe(door) {
      const requests = 300;
      await until(door, {}, answered(200));
      await pause(1000);
      const pods = await spread(door, requests);
      const there = [...pods].filter(([pod]) => pod.startsWith('next-')).reduce((sum, [, count]) => sum + count, 0);
      const deviation = Math.sqrt(requests * 0.1 * 0.9);
      expect(Math.abs(there - requests * 0.1)).toBeLessThan(4 * deviation);
      expect(pods.has('none')).toBe(false);
      return `${there} of ${requests} at the new version; the binomial bound of 4 deviations is ${(4 * deviation).toFixed(0)} about ${requests * 0.1}`;
    },
  },
  'WebSocket': {
    asked: { ports: WS_PORTS },
    async observe(door) {
      const { echo } = await until(door, { curl: "--http1.1 -H 'Connection: Upgrade' -H 'Upgrade: websocket'" }, answered(200));
      expect(echo.headers).toMatchObject({ Connection: ['Upgrade'], Upgrade: ['websocket'] });
      return 'the app is asked for the upgrade';
    },
  },
  'gRPC': {
    asked: { ports: GRPC_PORTS },
    async observe(door) {
      const { echo } = await until(door, {
        path: '/echo.Echo/Say', curl: "--http2-prior-knowledge -H 'content-type: application/grpc' -d ''",
      }, answer => answer.echo.protocol === 'h2c');
      return `${echo.protocol} at the app`;
    },
  },
  'TLS to the app': {
    asked: { ports: TLS_PORTS },
    async observe(door) {
      const { echo } = await until(door, {}, answer => answer.echo.protocol === 'https');
      return `${echo.protocol} at the app, plain HTTP at the door`;
    },
  },
  'TLS passthrough': {
    asked: { ports: TLS_PORTS, http: { tls: { passthrough: true } } },
    async observe(door) {
      const port = Number(new URL(door.points[0].url.replace(/<.*?>/g, '1')).port || 443);
      await until(door, { secure: true, port }, ({ echo }) => echo.protocol === 'https');
      const names = await certificateNames(door.address, port, door.host);
      expect(names).toBe('DNS:echo');
      return `the certificate is the app's own: ${names}`;
    },
  },
  'TCP': {
    asked: { ports: TCP_PORTS },
    async observe(door) {
      const answer = await eventually(async () => askTcp(door.address, 9000, 'hello'));
      expect(answer).toMatch(/^echo-\S+ tcp \S+ hello/);
      return answer.trim();
    },
  },
  'UDP': {
    asked: { ports: UDP_PORTS },
    async observe(door) {
      const answer = await eventually(async () => askUdp(door.address, 9053, 'hello'));
      expect(answer).toMatch(/^echo-\S+ udp \S+ hello/);
      return answer.trim();
    },
  },
};

/** The names of the certificate that a server shows. */
async function certificateNames(host: string, port: number, servername: string): Promise<string | undefined> {
  return new Promise((resolveNames, reject) => {
    const socket = connectTls({ host, port, servername, rejectUnauthorized: false }, () => {
      const { subjectaltname } = socket.getPeerCertificate();
      socket.destroy();
      resolveNames(subjectaltname);
    });
    socket.on('error', reject);
  });
}

interface Door {
  readonly title: string;
  readonly addon: Addon;
  readonly strategy: ExposureStrategy;
  readonly usersKey: string;
  readonly lacks: readonly string[];
  /** What has no meaning behind this door. */
  readonly never?: readonly string[];
  readonly more?: Asked;
  /** What is answered where the cluster lacks what the requirements ask for, by feature. */
  readonly without?: { readonly [feature: string]: number };
  profile(): Promise<ClusterProfile>;
}

/** The doors, and what their controller is known not to do: the same as in the table, so that a new cell asks for its scenario. */
const DOORS: Door[] = [
  { title: 'Ingress', addon: 'INGRESS', strategy: INGRESS, profile: async () => profileOf(), usersKey: USERS_KEY.traefik, lacks: ['canary weight'] },
  {
    title: 'Gateway',
    addon: 'GATEWAY',
    strategy: GATEWAY,
    profile: async () => profileOf(),
    usersKey: USERS_KEY.traefik,
    lacks: ['UDP', 'timeouts', 'sticky sessions'],
    never: ['TLS to the app'], // a port that speaks TLS has a TLSRoute
  },
  {
    title: 'Ingress with annotations of ingress-nginx',
    addon: 'INGRESS_NGINX',
    strategy: INGRESS,
    profile: async () => profileOf({ ingressClass: environment.ingressNginxClass, controller: 'IngressNginx' }),
    usersKey: USERS_KEY.nginx,
    lacks: ['TCP', 'UDP', 'headers of the request'],
    more: { ingress: { annotations: { 'nginx.ingress.kubernetes.io/proxy-request-buffering': 'on' } } }, // ingress-nginx' own default
    without: { 'headers of the answer': 503 },
  },
];

describeWith('FEATURES', 'features', () => {
  for (const { title, addon, strategy, profile, usersKey, lacks, never = [], more, without = {} } of DOORS) {
    describeWith(addon, title, () => {
      for (const [index, [feature, { asked: wanted, observe }]] of Object.entries(SCENARIOS).entries()) {
        const asked = { ...more, ...typeof wanted === 'function' ? wanted({ usersKey }) : wanted };
        if (never.includes(feature)) {
          continue;
        }
        const name = `f${index}-${title.length}-${strategy.toLowerCase()}`;
        if (lacks.includes(feature)) {
          test(`${feature}: refused at synth, with the names of those that do it`, async () => {
            await expect(open(await profile(), strategy, name, asked)).rejects.toThrow(/C-[13]: /);
          });
        } else if (without[feature]) {
          test(`${feature}: answered ${without[feature]} without what the requirements ask for`, async () => {
            await until(await open(await profile(), strategy, name, asked), {}, answered(without[feature]));
          });
        } else {
          test(feature, async () => {
            note('Features, observed through the door', { door: title, feature, observed: await observe(await open(await profile(), strategy, name, asked)) });
          });
        }
      }
    });
  }
});
