import { Duration, Size } from 'cdk8s';
import { HeaderModifier, headerModifierShape } from './header-modifier';
import { anything, flag, instance, struct, text, texts } from '../shape';

/**
 * Users and passwords that are asked for before the app is.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7617
 */
export interface HttpBasicAuth {
  /** The Secret with the users, in the app's namespace. Its type and key are those of the controller, and stand in the requirements. */
  readonly secretName: string;

  /**
   * What the browser shows when it asks for a password: letters, digits, blanks and `-_.`.
   *
   * @default - that of the controller
   */
  readonly realm?: string;
}

/** A Service that says of every request whether it may pass: with 200 it may, with 401 or 403 it may not. */
export interface HttpExternalAuth {
  /** The name of the Service. */
  readonly service: string;

  /** The port of the Service, 1-65535. */
  readonly port: number;

  /**
   * The namespace of the Service.
   *
   * @default - that of the app
   */
  readonly namespace?: string;

  /**
   * The path that is asked.
   *
   * @default '/'
   */
  readonly path?: string;

  /**
   * Headers of its answer that the app gets too, such as `X-User`.
   *
   * @default - none
   */
  readonly responseHeaders?: string[];
}

/** How many requests one client may make; what goes beyond is answered 429, by some controllers 503. */
export interface HttpRateLimit {
  /** How many requests in each period: a whole number from 1. */
  readonly requests: number;

  /**
   * The period.
   *
   * @default Duration.seconds(1)
   */
  readonly period?: Duration;

  /**
   * How many more may come at once: a whole number from 0.
   *
   * @default - that of the controller
   */
  readonly burst?: number;
}

/**
 * Which pages of other origins a browser lets use the app.
 *
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export interface HttpCors {
  /** The origins, such as `https://shop.example.com`, or `*` alone for every one. At least one. */
  readonly allowOrigins: string[];

  /**
   * The methods.
   *
   * @default - that of the controller, mostly GET, PUT, POST, DELETE, PATCH and OPTIONS
   */
  readonly allowMethods?: string[];

  /**
   * The headers of requests.
   *
   * @default - that of the controller
   */
  readonly allowHeaders?: string[];

  /**
   * The headers of answers that the page may read.
   *
   * @default - none
   */
  readonly exposeHeaders?: string[];

  /**
   * Whether cookies and passwords are sent along. Not with the origin `*`.
   *
   * @default false
   */
  readonly allowCredentials?: boolean;

  /**
   * How long the browser may remember the answer.
   *
   * @default - that of the controller
   */
  readonly maxAge?: Duration;
}

/** How long things may take. At least one of them. */
export interface HttpTimeouts {
  /**
   * Until the controller is connected with a pod.
   *
   * @default - that of the controller
   */
  readonly connect?: Duration;

  /**
   * Until the app begins its answer; by most controllers also between two parts of it.
   *
   * @default - that of the controller
   */
  readonly response?: Duration;

  /**
   * From the request to the end of the answer.
   *
   * @default - that of the controller
   */
  readonly request?: Duration;
}

/** Requests of one browser go to one pod, by a cookie that the controller sets. */
export interface HttpStickySessions {
  /**
   * The name of the cookie: letters, digits, `-` and `_`.
   *
   * @default - that of the controller
   */
  readonly cookieName?: string;

  /**
   * How long the browser keeps the cookie.
   *
   * @default - as long as the browser runs
   */
  readonly maxAge?: Duration;
}

/** A part of the requests goes to another Service of the same namespace, such as that of a new version. */
export interface HttpCanary {
  /** The name of the other Service. */
  readonly service: string;

  /**
   * Its port.
   *
   * @default - the Service port that the requests go to otherwise
   */
  readonly port?: number;

  /** How many of a hundred requests go there: a whole number, 0-100. */
  readonly weight: number;
}

/**
 * What the controller of the door does besides hostnames, paths and TLS. It says what is wanted; how the controller of the cluster is
 * told, by annotation, object or field, follows from `ingress.controller` or `gateway.controller` of the ClusterProfile. What that
 * controller cannot do is an error that names those that can (C-1).
 */
export interface HttpFeatures {
  /**
   * The only clients that are let in, as canonical CIDRs (S-18).
   *
   * @default - everybody
   */
  readonly allowSourceRanges?: string[];

  /**
   * Send requests in plain HTTP to HTTPS. Needs `tls`.
   *
   * @default false
   */
  readonly redirectToHttps?: boolean;

  /**
   * Ask for a password.
   *
   * @default - no password
   */
  readonly basicAuth?: HttpBasicAuth;

  /**
   * Ask a Service whether a request may pass.
   *
   * @default - every request may
   */
  readonly externalAuth?: HttpExternalAuth;

  /**
   * How many requests one client may make.
   *
   * @default - any number
   */
  readonly rateLimit?: HttpRateLimit;

  /**
   * Which pages of other origins may use the app.
   *
   * @default - what the app itself says
   */
  readonly cors?: HttpCors;

  /**
   * Headers of the request, as the app sees them.
   *
   * @default - unchanged
   */
  readonly requestHeaders?: HeaderModifier;

  /**
   * Headers of the answer, as the client sees them.
   *
   * @default - unchanged
   */
  readonly responseHeaders?: HeaderModifier;

  /**
   * The largest body of a request; larger ones are answered 413.
   *
   * @default - that of the controller
   */
  readonly maxBodySize?: Size;

  /**
   * How long things may take.
   *
   * @default - those of the controller
   */
  readonly timeouts?: HttpTimeouts;

  /**
   * Whether requests of one browser go to one pod.
   *
   * @default - to any pod
   */
  readonly stickySessions?: HttpStickySessions;

  /**
   * What the app sees instead of the matched path, which has to be a `Prefix`: with `/`, `/shop/cart` under the path `/shop` is `/cart`.
   *
   * @default - the path as it is
   */
  readonly rewritePath?: string;

  /**
   * Send a part of the requests to another Service.
   *
   * @default - all go to the app
   */
  readonly canary?: HttpCanary;
}

const duration = instance<Duration>('a cdk8s.Duration', 'toSeconds');
const size = instance<Size>('a cdk8s.Size', 'toMebibytes');

/** The shape of each option above. */
export const httpFeatureFields = {
  allowSourceRanges: texts.optional(),
  redirectToHttps: flag.optional(),
  basicAuth: struct<HttpBasicAuth>({ secretName: anything, realm: text.optional() }).optional(),
  externalAuth: struct<HttpExternalAuth>({
    service: anything, port: anything, namespace: anything, path: text.optional(), responseHeaders: texts.optional(),
  }).optional(),
  rateLimit: struct<HttpRateLimit>({ requests: anything, period: duration.optional(), burst: anything }).optional(),
  cors: struct<HttpCors>({
    allowOrigins: texts,
    allowMethods: texts.optional(),
    allowHeaders: texts.optional(),
    exposeHeaders: texts.optional(),
    allowCredentials: flag.optional(),
    maxAge: duration.optional(),
  }).optional(),
  requestHeaders: headerModifierShape.optional(),
  responseHeaders: headerModifierShape.optional(),
  maxBodySize: size.optional(),
  timeouts: struct<HttpTimeouts>({ connect: duration.optional(), response: duration.optional(), request: duration.optional() }).optional(),
  stickySessions: struct<HttpStickySessions>({ cookieName: text.optional(), maxAge: duration.optional() }).optional(),
  rewritePath: text.optional(),
  canary: struct<HttpCanary>({ service: anything, port: anything, weight: anything }).optional(),
};
