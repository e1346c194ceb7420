import { Controller } from './controller';
import { GATEWAY_API } from './gateway-api';

export const traefik: Controller = {
  title: 'Traefik',
  website: 'https://doc.traefik.io/traefik/',
  ingress: {
    routing: { by: 'Ingress', source: 'https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/ingress/' },
    tls: { by: 'Ingress spec.tls', source: 'https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/ingress/' },
  },
  gateway: { ...GATEWAY_API },
};
