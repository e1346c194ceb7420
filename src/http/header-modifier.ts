import { struct, textMap, texts } from '../shape';

/**
 * A change of headers. A header may stand in one of the three.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpheaderfilter
 */
export interface HeaderModifier {
  /**
   * Headers that get this value, whatever they had.
   *
   * @default - none
   */
  readonly set?: { [name: string]: string };

  /**
   * Values that are added to what the headers have.
   *
   * @default - none
   */
  readonly add?: { [name: string]: string };

  /**
   * Headers that are taken away.
   *
   * @default - none
   */
  readonly remove?: string[];
}

export const headerModifierShape = struct<HeaderModifier>({ set: textMap.optional(), add: textMap.optional(), remove: texts.optional() });
