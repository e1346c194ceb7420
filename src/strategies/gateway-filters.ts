import { HeaderModifier, headerModifierShape } from '../http/header-modifier';
import { anything, oneOf, struct } from '../shape';

/**
 * A change of the request's hostname or path before the app sees it. At most one of the two path changes.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpurlrewritefilter
 */
export interface UrlRewrite {
  /**
   * The hostname that the app sees.
   *
   * @default - that of the request
   */
  readonly hostname?: string;

  /**
   * The whole path that the app sees.
   *
   * @default - that of the request
   */
  readonly replaceFullPath?: string;

  /**
   * What the app sees instead of the matched prefix. Only with `HttpPathType.PREFIX`.
   *
   * @default - the path of the request
   */
  readonly replacePrefixMatch?: string;
}

/**
 * An answer that sends the client elsewhere; the app is not asked (GW-6).
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httprequestredirectfilter
 */
export interface RequestRedirect {
  /**
   * `http` or `https`.
   *
   * @default - that of the request
   */
  readonly scheme?: string;

  /**
   * The hostname.
   *
   * @default - that of the request
   */
  readonly hostname?: string;

  /**
   * The port, 1-65535.
   *
   * @default - the scheme's own where a scheme is given, otherwise the listener's
   */
  readonly port?: number;

  /**
   * 301 or 302. The Gateway API's standard channel has had 303, 307 and 308 only since 1.5.
   *
   * @default 302
   */
  readonly statusCode?: number;

  /**
   * The whole path.
   *
   * @default - that of the request
   */
  readonly replaceFullPath?: string;

  /**
   * What stands instead of the matched prefix. Only with `HttpPathType.PREFIX`.
   *
   * @default - the path of the request
   */
  readonly replacePrefixMatch?: string;
}

/** What the Gateway does with every request and answer. */
export interface GatewayFilters {
  /**
   * Headers of the request, as the app sees them.
   *
   * @default - unchanged
   */
  readonly requestHeaderModifier?: HeaderModifier;

  /**
   * Headers of the answer, as the client sees them.
   *
   * @default - unchanged
   */
  readonly responseHeaderModifier?: HeaderModifier;

  /**
   * Hostname and path of the request, as the app sees them. HTTP only.
   *
   * @default - unchanged
   */
  readonly urlRewrite?: UrlRewrite;

  /**
   * Send clients elsewhere instead of asking the app. HTTP only, and not together with `urlRewrite` (GW-6).
   *
   * @default - none
   */
  readonly requestRedirect?: RequestRedirect;
}

export const gatewayFiltersShape = struct<GatewayFilters>({
  requestHeaderModifier: headerModifierShape.optional(),
  responseHeaderModifier: headerModifierShape.optional(),
  urlRewrite: struct<UrlRewrite>({ hostname: anything, replaceFullPath: anything, replacePrefixMatch: anything }).optional(),
  requestRedirect: struct<RequestRedirect>({
    scheme: oneOf({ HTTP: 'http', HTTPS: 'https' }).optional(),
    hostname: anything,
    port: anything,
    statusCode: anything,
    replaceFullPath: anything,
    replacePrefixMatch: anything,
  }).optional(),
});
