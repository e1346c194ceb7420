import { Annotating, annotated, prefixed } from './annotations';
import { uncheckedCertificate } from './backend-protocol';
import { Cell, Controller, Row } from './controller';
import { GATEWAY_API, gatewayApiWithout } from './gateway-api';
import { DoorPort } from '../../workload/door-port';

const TITLE = 'Contour';
const DOCS = 'https://projectcontour.io/docs/main/config';
const CONTOUR: Annotating = { prefix: 'projectcontour.io', page: `${DOCS}/annotations/` };

/** The application protocols that Contour knows; where a port states another, it looks at nothing else. */
const KNOWN = ['http', 'https', 'kubernetes.io/h2c', 'kubernetes.io/ws'];

/** What a port may state in place of an `appProtocol` that Contour does not know. */
const INSTEAD: Readonly<Record<string, string>> = { h2c: 'kubernetes.io/h2c', http2: 'kubernetes.io/h2c', ws: 'kubernetes.io/ws' };

function checkStated(ports: readonly DoorPort[], known: readonly string[]): string | undefined {
  const port = ports.find(({ appProtocol }) => appProtocol !== undefined && !known.includes(appProtocol));
  const instead = INSTEAD[port?.appProtocol?.toLowerCase() ?? ''];
  return port && `is not done for port ${port.name}, whose appProtocol ${port.appProtocol} ${TITLE} does not know; ${instead === undefined
    ? 'leave it out, and begin the name of the port with what it speaks'
    : `write ${instead}`}`;
}

/** How the app is spoken to, by an annotation of the Service with the names of its ports. */
function upstream(protocol: 'h2c' | 'tls', known: readonly string[]): Cell<readonly DoorPort[]> {
  return {
    by: `upstream-protocol.${protocol} of the Service`,
    source: `${CONTOUR.page}#contour-specific-service-annotations`,
    check: ports => checkStated(ports, known),
    render: ports => ({
      serviceAnnotations: prefixed(CONTOUR.prefix, { [`upstream-protocol.${protocol}`]: ports.map(({ name }) => name).join(',') }),
      requirements: protocol === 'tls' ? [uncheckedCertificate(TITLE)] : [],
    }),
  };
}

const ingress: Row = {
  routing: { by: 'Ingress', source: `${DOCS}/ingress/` },
  tls: {
    by: 'Ingress spec.tls',
    source: `${DOCS}/ingress/`,
    check: (_, { tlsSecret }) => tlsSecret === undefined
      ? `needs a certificate of the app's own in ${TITLE}, which has no default one for Ingresses; give http.tls.secretName, or an issuer`
      : undefined,
  },
  webSockets: annotated<'webSockets'>(CONTOUR, 'websocket-routes', 'contour-specific-ingress-annotations', (ports, { leads }) => ({
    'websocket-routes': [...new Set(leads.filter(({ port }) => ports.includes(port)).map(({ path }) => path))].join(','),
  })),
  grpc: upstream('h2c', []),
  backendTls: upstream('tls', ['https']),
  redirectToHttps: {
    by: 'ingress.kubernetes.io/force-ssl-redirect',
    source: `${CONTOUR.page}#other-annotations`,
    render: () => ({ annotations: { 'ingress.kubernetes.io/force-ssl-redirect': 'true' } }),
  },
  timeouts: annotated<'timeouts'>(CONTOUR, 'response-timeout', 'contour-specific-ingress-annotations', ({ request }) => ({
    'response-timeout': request && `${request.toSeconds()}s`,
  }), {
    check({ connect, response }) {
      const others = Object.entries({ connect, response }).flatMap(([name, value]) => value ? [name] : []);
      return others.length === 0 ? undefined : `has ${others.join(' and ')}, and ${TITLE} times the whole answer; use request`;
    },
  }),
};

const GATEWAY = `${DOCS}/gateway-api/`;

/** Routes to a port of unknown protocol are refused. */
const gateway: Row = {
  ...gatewayApiWithout('udp', 'cors', 'stickySessions'),
  routing: { ...GATEWAY_API.routing!, source: GATEWAY, check: (_, { leads }) => checkStated(leads.map(({ port }) => port), KNOWN) },
  tcp: { ...GATEWAY_API.tcp!, source: GATEWAY, check: ports => checkStated(ports, KNOWN) },
};

export const contour: Controller = { title: TITLE, website: 'https://projectcontour.io/', ingress, gateway };
